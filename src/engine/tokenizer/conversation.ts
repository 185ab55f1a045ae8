/** The roles of speakers in a conversation. */
export const ROLES = ["system", "user", "assistant", "tool"] as const;

export interface Message {
  role: (typeof ROLES)[number];
  content: string;
}

/** TRL's two forms of a prompt or response: a plain text, or messages of a conversation. */
export type TextOrChat = string | readonly Message[];

/** A prompt and a response to it: both plain text, or both messages of one conversation. */
export interface Exchange {
  prompt: TextOrChat;
  response: TextOrChat;
}

/** How a checkpoint writes prompts and responses as one text, which is then cut into tokens. */
export interface Writing {
  /** Whether the written text contains the tokens that begin a text. */
  readonly hasSpecialTokens: boolean;
  /** Whether the written text ends as the model reads it; if not, the end token follows. */
  readonly endsItself: boolean;
  /** The texts written before and after an answer, beyond its prompt; null if they cannot be determined. */
  readonly frame: { opening: string; ending: string } | null;
  /** Writes a prompt up to the place where the model writes its response. */
  begun(prompt: TextOrChat): string;
  /** Writes a prompt with its response. */
  whole(exchange: Exchange): string;
}

/** The speakers' names in transcripts, as in HH-RLHF. */
const NAMES: Record<Message["role"], string> = {
  system: "System",
  user: "Human",
  assistant: "Assistant",
  tool: "Tool",
};
const ANSWER = `${NAMES.assistant}:`;

/** A prompt or response as people read it: a text, the text of a single message, or a transcript. */
export function textOf(said: TextOrChat, speaker: Message["role"]): string {
  return onlyText(said, speaker) ?? transcript(asMessages(said, speaker));
}

/** Messages with a blank line between turns. */
function transcript(messages: readonly Message[]): string {
  return messages.map(({ role, content }) => `${NAMES[role]}: ${content}`).join("\n\n");
}

/**
 * The writing of a checkpoint without a chat template: texts unchanged, conversations as transcripts that end with the
 * beginning of the assistant's turn.
 */
export const transcripts: Writing = {
  hasSpecialTokens: false,
  endsItself: false,
  frame: { opening: "", ending: "" },
  begun: (prompt) => (typeof prompt === "string" ? prompt : `${transcript(prompt)}\n\n${ANSWER}`),
  whole: ({ prompt, response }) =>
    transcripts.begun(prompt) + (typeof response === "string" ? response : transcript(response).slice(ANSWER.length)),
};

/** Messages; a text becomes a single message of the role. */
export function asMessages(said: TextOrChat, role: Message["role"]): readonly Message[] {
  return typeof said === "string" ? [{ role, content: said }] : said;
}

/** The text, or the text of a single message of the role; null for any other conversation. */
export function onlyText(said: TextOrChat, role: Message["role"]): string | null {
  if (typeof said === "string") return said;
  const [message] = said;
  return said.length === 1 && message?.role === role ? message.content : null;
}
