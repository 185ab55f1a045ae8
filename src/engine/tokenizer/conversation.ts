/** Who may speak in a conversation. */
export const ROLES = ["system", "user", "assistant", "tool"] as const;

export interface Message {
  role: (typeof ROLES)[number];
  content: string;
}

/** TRL's two forms: plain text, or the messages of a conversation. */
export type TextOrChat = string | readonly Message[];

/** A prompt and a response to it: both plain text, or both messages of one conversation. */
export interface Exchange {
  prompt: TextOrChat;
  response: TextOrChat;
}

/** How a checkpoint has what is said written, before it is cut into tokens: always as one text. */
export interface Writing {
  /** Whether the tokens that begin and end a text are written out, too. */
  readonly hasSpecialTokens: boolean;
  /** What is written before and behind the text of an answer, beyond its prompt; null where that cannot be told. */
  readonly frame: { opening: string; ending: string } | null;
  /** A prompt to where a model writes its response. */
  begun(prompt: TextOrChat): string;
  /** A prompt and its response. */
  whole(exchange: Exchange): string;
}

/** What transcripts call those who speak; HH-RLHF's names. */
const NAMES: Record<Message["role"], string> = {
  system: "System",
  user: "Human",
  assistant: "Assistant",
  tool: "Tool",
};
const ANSWER = `${NAMES.assistant}:`;

/** What is said as people read it: a text, that of the one message of a speaker, or a transcript. */
export function textOf(said: TextOrChat, speaker: Message["role"]): string {
  return onlyText(said, speaker) ?? transcript(asMessages(said, speaker));
}

/** A blank line between turns. */
function transcript(messages: readonly Message[]): string {
  return messages.map(({ role, content }) => `${NAMES[role]}: ${content}`).join("\n\n");
}

/** Of a checkpoint without a chat template: text as it is, conversations as transcripts with the assistant's turn begun. */
export const transcripts: Writing = {
  hasSpecialTokens: false,
  frame: { opening: "", ending: "" },
  begun: (prompt) => (typeof prompt === "string" ? prompt : `${transcript(prompt)}\n\n${ANSWER}`),
  whole: ({ prompt, response }) =>
    transcripts.begun(prompt) + (typeof response === "string" ? response : transcript(response).slice(ANSWER.length)),
};

/** A text as the one message of a conversation that it would be. */
export function asMessages(said: TextOrChat, role: Message["role"]): readonly Message[] {
  return typeof said === "string" ? [{ role, content: said }] : said;
}

/** A text, or that of the one message of a role; null where there is more to it. */
export function onlyText(said: TextOrChat, role: Message["role"]): string | null {
  if (typeof said === "string") return said;
  const [message] = said;
  return said.length === 1 && message?.role === role ? message.content : null;
}
