import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { asMessages } from "../../tokenizer/conversation.ts";
import { Misfit } from "../misfit.ts";
import type { LabelledResponse } from "../record.ts";
import { provenance, provenanceOf, truth } from "./fields.ts";
import { messages } from "./said.ts";
import { has, shape } from "./shape.ts";
import { promptOf } from "./sides.ts";
import { onlyAnswer, TEXT_MARK, textMark } from "./turns.ts";

/** ICRM's verifiable answers, and ms-swift's for KTO: a conversation and whether its last answer is right. */
export const icrmOutcome = shape({
  id: "icrm-outcome",
  name: msg("ICRM, outcome-labelled"),
  claims: (record) => has(record, "messages") && has(record, "label"),
  fields: v.object({ messages, label: truth, system: v.nullish(v.string()), ...textMark, ...provenance }),
  read({ messages: said, label: correct, form, system, ...extras }) {
    const prompt = said.slice(0, -1);
    const response = said.slice(-1);
    const answer = onlyAnswer(response, `messages.${said.length - 1}.role`);
    const [question] = prompt;
    if (!question) throw new Misfit({ field: "messages", expected: "a question and an answer", found: "one message" });
    const labelled = { kind: "response", correct, ...provenanceOf(extras) } as const;
    return form === "text" && prompt.length === 1 && !system
      ? { ...labelled, prompt: question.content, response: answer.content }
      : { ...labelled, prompt: promptOf(prompt, { system }), response };
  },
});

/**
 * Writes a labelled response in ICRM's format.
 * @throws Misfit if there is no label, or the response has more than one message
 */
export function writeIcrmOutcome({ kind, prompt, response, correct, ...extras }: LabelledResponse): object {
  if (correct === null) throw new Misfit({ field: "label", expected: "right or wrong", found: "no label" });
  const answer = onlyAnswer(asMessages(response, "assistant"), "response");
  return {
    messages: [...asMessages(prompt, "user"), answer],
    label: correct,
    ...(typeof prompt === "string" && TEXT_MARK),
    ...extras,
  };
}
