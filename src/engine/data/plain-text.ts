import type { Preference } from "./preference.ts";
import { type DataRecord, type ImportedPreference, type Message, responsesOf, type TextOrChat } from "./record.ts";

/** A prompt and a response as plain text. */
export interface PlainResponse {
  prompt: string;
  response: string;
}

/** A pair as plain text, which a chat template may make a person's message of; where it comes from is left behind. */
export function plainPreference({ prompt, chosen, rejected, margin }: ImportedPreference): Preference {
  const plain = plainTexts(prompt, [chosen, rejected]);
  const [better = "", worse = ""] = plain.responses;
  return { prompt: plain.prompt, chosen: better, rejected: worse, ...(margin !== undefined && { margin }) };
}

/** The responses of a record as plain text: those chosen, then those rejected. */
export function plainResponses(record: DataRecord): PlainResponse[] {
  const { prompt, responses } = plainTexts(record.prompt, responsesOf(record));
  return responses.map((response) => ({ prompt, response }));
}

/** What transcripts call those who speak; HH-RLHF's names. */
const NAMES: Record<Message["role"], string> = {
  system: "System",
  user: "Human",
  assistant: "Assistant",
  tool: "Tool",
};

/**
 * A question and its answers are their texts. Longer conversations are transcripts, a blank line between turns, whose
 * prompt ends with the name of the assistant.
 */
function plainTexts(prompt: TextOrChat, responses: readonly TextOrChat[]): { prompt: string; responses: string[] } {
  const question = onlyMessage(prompt, "user");
  const answers = responses.map((response) => onlyMessage(response, "assistant"));
  if (question !== null && answers.every((answer) => answer !== null)) return { prompt: question, responses: answers };
  const start = `${NAMES.assistant}:`;
  return {
    prompt: `${transcript(prompt)}\n\n${start}`,
    responses: responses.map((response) => transcript(response).slice(start.length)),
  };
}

/** A text, or that of the one message of a role; null where there is more to it. */
function onlyMessage(said: TextOrChat, role: Message["role"]): string | null {
  if (typeof said === "string") return said;
  const [message] = said;
  return said.length === 1 && message?.role === role ? message.content : null;
}

function transcript(said: TextOrChat): string {
  if (typeof said === "string") return said;
  return said.map(({ role, content }) => `${NAMES[role]}: ${content}`).join("\n\n");
}
