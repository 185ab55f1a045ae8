import { asMessages, type Exchange, onlyText, type TextOrChat } from "../tokenizer/conversation.ts";
import type { Preference } from "./preference.ts";
import { type DataRecord, type ImportedPreference, responsesOf } from "./record.ts";

/** A pair in the form that models are trained on, without its source. */
export function preferenceOf({ prompt, chosen, rejected, margin }: ImportedPreference): Preference {
  const [better, worse] = exchanges(prompt, [chosen, rejected]) as [Exchange, Exchange];
  return {
    prompt: better.prompt,
    chosen: better.response,
    rejected: worse.response,
    ...(margin !== undefined && { margin }),
  };
}

/** A record's prompt paired with each of its responses: first the chosen, then the rejected responses. */
export function exchangesOf(record: DataRecord): Exchange[] {
  return exchanges(record.prompt, responsesOf(record));
}

/** A question paired with its answers: as plain texts if all of them are plain, otherwise as messages. */
function exchanges(prompt: TextOrChat, responses: readonly TextOrChat[]): Exchange[] {
  const question = onlyText(prompt, "user");
  const answers = responses.map((response) => onlyText(response, "assistant"));
  if (question !== null && answers.every((answer) => answer !== null))
    return answers.map((response) => ({ prompt: question, response }));
  const conversation = asMessages(prompt, "user");
  return responses.map((response) => ({ prompt: conversation, response: asMessages(response, "assistant") }));
}
