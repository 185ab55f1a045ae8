import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { asMessages, type Message } from "../../tokenizer/conversation.ts";
import { Misfit } from "../misfit.ts";
import type { ImportedPreference } from "../record.ts";
import { comparison, extrasOf, preferenceExtras, provenance, provenanceOf, truth } from "./fields.ts";
import { message, messages } from "./said.ts";
import { has, shape } from "./shape.ts";
import { promptOf } from "./sides.ts";
import { onlyAnswer, TEXT_MARK, textMark, turnsOf } from "./turns.ts";

const SPEAKER = { user: "human", assistant: "gpt", system: "system", tool: "observation" } as const;
const asked = { conversations: messages, system: v.nullish(v.string()) };

/** LLaMA-Factory, sharegpt, and ICRM's own preference files. */
export const llamaFactorySharegpt = shape({
  id: "llamafactory-sharegpt",
  name: msg("LLaMA-Factory, sharegpt"),
  claims: (record) => has(record, "conversations"),
  fields: v.object({ ...asked, chosen: message, rejected: message, ...textMark, ...preferenceExtras }),
  read({ conversations, system, chosen, rejected, form, ...extras }) {
    const prompt = promptOf(conversations, { system });
    const answers = { chosen: onlyAnswer([chosen], "chosen"), rejected: onlyAnswer([rejected], "rejected") };
    const [said] = asMessages(prompt, "user");
    if (form === "text" && prompt.length === 1 && said) {
      const texts = { chosen: [answers.chosen.content], rejected: [answers.rejected.content] };
      return comparison({ prompt: said.content, ...texts }, extrasOf(extras));
    }
    return comparison({ prompt, chosen: [[answers.chosen]], rejected: [[answers.rejected]] }, extrasOf(extras));
  },
});

/** LLaMA-Factory, sharegpt for KTO: a conversation and whether its last answer is wanted. */
export const llamaFactorySharegptKto = shape({
  id: "llamafactory-sharegpt-kto",
  name: msg("LLaMA-Factory, sharegpt for KTO"),
  claims: (record) => has(record, "conversations") && has(record, "kto_tag"),
  fields: v.object({ ...asked, kto_tag: truth, ...provenance }),
  read({ conversations, system, kto_tag: correct, ...extras }) {
    const [question, response] = [conversations.slice(0, -1), conversations.slice(-1)];
    onlyAnswer(response, `conversations.${question.length}`);
    if (question.length > 0) {
      return { kind: "response", prompt: promptOf(question, { system }), response, correct, ...provenanceOf(extras) };
    }
    throw new Misfit({ field: "conversations", expected: "a question and an answer", found: "one message" });
  },
});

/** Writes a pair with LLaMA-Factory's tags. @throws Misfit if sharegpt cannot express the pair */
export function writeSharegpt(pair: ImportedPreference): object {
  return write(pair, ({ role, content }) => ({ from: SPEAKER[role], value: content }));
}

/**
 * Writes a pair with role and content, as the ICRM repository does. @throws Misfit if the format cannot express the
 * pair
 */
export function writeIcrmPreference(pair: ImportedPreference): object {
  return write(pair, (said) => said);
}

function write({ prompt, chosen, rejected, ...extras }: ImportedPreference, tagged: (said: Message) => object): object {
  if (typeof prompt !== "string") turnsOf(prompt);
  return {
    conversations: asMessages(prompt, "user").map(tagged),
    chosen: tagged(onlyAnswer(asMessages(chosen, "assistant"), "chosen")),
    rejected: tagged(onlyAnswer(asMessages(rejected, "assistant"), "rejected")),
    ...(typeof prompt === "string" && TEXT_MARK),
    ...extras,
  };
}
