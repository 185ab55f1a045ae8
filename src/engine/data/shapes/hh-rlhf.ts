import * as v from "valibot";
import type { Message } from "../../tokenizer/conversation.ts";
import { excerpt, fitted, Misfit } from "../misfit.ts";
import { comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { has, type Shape } from "./shape.ts";

const FIRST = "\n\nHuman:";
const ANSWER = "\n\nAssistant:";
const SPEAKERS = { Human: "user", Assistant: "assistant" } as const;

const transcript = v.pipe(v.string(), v.startsWith(FIRST));
const schema = v.object({ chosen: transcript, rejected: transcript, ...preferenceExtras });

/** Anthropic's HH-RLHF: two transcripts, whose prompt ends where both last begin an answer alike. */
export const hhRlhf: Shape<"hh-rlhf"> = {
  id: "hh-rlhf",
  name: "HH-RLHF",
  claims: (record) => !has(record, "prompt") && [record.chosen, record.rejected].some(isTranscript),
  parse(record) {
    const { chosen, rejected, ...extras } = fitted(schema, record);
    let shared = 0;
    while (shared < chosen.length && chosen[shared] === rejected[shared]) shared += 1;
    const end = chosen.slice(0, shared).lastIndexOf(ANSWER);
    if (end === -1) {
      throw new Misfit({
        field: "chosen",
        expected: 'a beginning up to "\\n\\nAssistant:" that rejected shares',
        found: excerpt(chosen.slice(0, shared)),
      });
    }
    const sides = {
      prompt: messagesOf(chosen.slice(0, end)),
      chosen: [messagesOf(chosen.slice(end))],
      rejected: [messagesOf(rejected.slice(end))],
    };
    return comparison(sides, extrasOf(extras));
  },
};

function isTranscript(side: unknown): boolean {
  return typeof side === "string" && side.startsWith(FIRST);
}

function messagesOf(text: string): Message[] {
  const [, ...parts] = text.split(/\n\n(Human|Assistant):/);
  return parts.flatMap((part, i) =>
    i % 2 === 0
      ? [{ role: SPEAKERS[part as keyof typeof SPEAKERS], content: parts[i + 1]?.replace(/^ /, "") ?? "" }]
      : [],
  );
}
