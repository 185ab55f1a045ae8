import type { TextOrChat } from "../tokenizer/conversation.ts";

/** A prompt with a better and a worse response. All three are plain texts, or all are messages. */
export interface Preference<Form extends TextOrChat = TextOrChat> {
  prompt: Form;
  chosen: Form;
  rejected: Form;
  /** By how much the chosen response is better, if the data says so. */
  margin?: number;
}
