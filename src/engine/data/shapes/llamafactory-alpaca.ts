import * as v from "valibot";
import type { Message, TextOrChat } from "../../tokenizer/conversation.ts";
import { fitted, Misfit } from "../misfit.ts";
import type { ImportedPreference } from "../record.ts";
import { comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { has, type Shape } from "./shape.ts";
import { onlyAnswer, turnsOf } from "./turns.ts";

const schema = v.object({
  instruction: v.string(),
  input: v.nullish(v.string()),
  system: v.nullish(v.string()),
  history: v.nullish(v.array(v.tuple([v.string(), v.string()]))),
  chosen: v.string(),
  rejected: v.string(),
  ...preferenceExtras,
});

/** LLaMA-Factory, alpaca. One with a history, be it an empty one, or a system message is a conversation. */
export const llamaFactoryAlpaca: Shape<"llamafactory-alpaca"> = {
  id: "llamafactory-alpaca",
  name: "LLaMA-Factory, alpaca",
  claims: (record) => has(record, "instruction") && has(record, "chosen"),
  parse(record) {
    const { instruction, input, system, history, chosen, rejected, ...extras } = fitted(schema, record);
    const prompt = input ? `${instruction}\n${input}` : instruction;
    if (!system && !history) return comparison({ prompt, chosen: [chosen], rejected: [rejected] }, extrasOf(extras));
    const conversation: Message[] = [
      ...(system ? [{ role: "system", content: system } as const] : []),
      ...(history ?? []).flatMap(([said, answer]) => [user(said), assistant(answer)]),
      user(prompt),
    ];
    const sides = { prompt: conversation, chosen: [[assistant(chosen)]], rejected: [[assistant(rejected)]] };
    return comparison(sides, extrasOf(extras));
  },
};

/** @throws Misfit where the conversation is more than alpaca can say */
export function writeAlpaca({ prompt, chosen, rejected, ...extras }: ImportedPreference): object {
  const answers = { chosen: answerText(chosen, "chosen"), rejected: answerText(rejected, "rejected") };
  if (typeof prompt === "string") return { instruction: prompt, input: "", ...answers, ...extras };
  const { system, turns } = turnsOf(prompt);
  const tool = turns.find(({ role }) => role === "tool");
  if (tool) throw new Misfit({ field: "prompt", expected: "user and assistant alone", found: "a tool" });
  if (system === "") throw new Misfit({ field: "prompt", expected: "something in the system message", found: '""' });
  const said = turns.map(({ content }) => content);
  const history = said.slice(0, -1).flatMap((content, i) => (i % 2 === 0 ? [[content, said[i + 1]]] : []));
  return { instruction: said.at(-1), input: "", ...(system && { system }), history, ...answers, ...extras };
}

function answerText(response: TextOrChat, field: string): string {
  return typeof response === "string" ? response : onlyAnswer(response, field).content;
}

function user(content: string): Message {
  return { role: "user", content };
}

function assistant(content: string): Message {
  return { role: "assistant", content };
}
