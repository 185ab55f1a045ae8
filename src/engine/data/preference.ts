import type { TextOrChat } from "../tokenizer/conversation.ts";

/** A prompt with a better and a worse response to it: plain text all of it, or messages. */
export interface Preference<Form extends TextOrChat = TextOrChat> {
  prompt: Form;
  chosen: Form;
  rejected: Form;
  /** By how much the chosen response is better, where the data says so. */
  margin?: number;
}
