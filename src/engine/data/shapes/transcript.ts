import type { Message, TextOrChat } from "../../tokenizer/conversation.ts";

export const FIRST = "\n\nHuman:";
export const ANSWER = "\n\nAssistant:";
const SPEAKERS = { Human: "user", Assistant: "assistant" } as const;

/** The turns of a transcript in HH-RLHF's format. */
export function messagesOf(text: string): Message[] {
  const [, ...parts] = text.split(/\n\n(Human|Assistant):/);
  return parts.flatMap((part, i) =>
    i % 2 === 0
      ? [{ role: SPEAKERS[part as keyof typeof SPEAKERS], content: parts[i + 1]?.replace(/^ /, "") ?? "" }]
      : [],
  );
}

/**
 * A prompt in HH-RLHF's transcript format as a conversation, without the empty answer at its end; any other prompt
 * unchanged.
 */
export function unframed(prompt: TextOrChat): TextOrChat {
  if (typeof prompt !== "string" || !prompt.startsWith(FIRST)) return prompt;
  const turns = messagesOf(prompt);
  const last = turns.at(-1);
  return last?.role === "assistant" && last.content.trim() === "" ? turns.slice(0, -1) : turns;
}
