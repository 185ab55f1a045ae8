import { type Exchange, type Message, type TextOrChat, textOf, type Writing } from "./conversation.ts";

/** How a generative judge is asked about a response. */
export interface AskingSettings {
  /** The text of the system's message; empty: none. */
  system: string;
  /** The question, with `{prompt}` and `{response}` where those stand. */
  question: string;
  /** What the judge's answer begins with before the token that is read, such as an empty block of thought. */
  begin: string;
  /** The answer to a right response. */
  good: string;
  /** Whether every step, a line of the response, is a turn of its own, and the judge has answered `good` to those before. */
  turns: boolean;
}

/** Stands for the response while the text before it is found; no template contains it. */
const MARK = "zqxj";

/** Writes a prompt and a response as a question about them, up to the place where the judge writes its answer. */
export class Asking implements Writing {
  readonly endsItself = true;
  readonly frame = null;
  readonly #settings: AskingSettings;
  readonly #chat: Writing;

  /** @param chat how the checkpoint writes conversations */
  constructor(settings: AskingSettings, chat: Writing) {
    this.#settings = settings;
    this.#chat = chat;
  }

  get hasSpecialTokens(): boolean {
    return this.#chat.hasSpecialTokens;
  }

  begun(prompt: TextOrChat): string {
    const text = this.#write(prompt, MARK);
    return text.slice(0, text.lastIndexOf(MARK));
  }

  whole({ prompt, response }: Exchange): string {
    return this.#write(prompt, textOf(response, "assistant"));
  }

  #write(prompt: TextOrChat, response: string): string {
    const { system, question, begin, good, turns } = this.#settings;
    const [first = "", ...others] = turns ? response.split(/\s*\n\s*/) : [response];
    const parts: Record<string, string> = { prompt: textOf(prompt, "user"), response: first };
    const asked = question.replace(/\{(prompt|response)\}/g, (_, part: string) => parts[part] as string);
    if (!this.hasSpecialTokens) return [system, asked].filter((text) => text !== "").join("\n\n") + begin;
    const messages: Message[] = [
      ...(system === "" ? [] : [{ role: "system" as const, content: system }]),
      { role: "user", content: asked },
      ...others.flatMap((step): Message[] => [
        { role: "assistant", content: good },
        { role: "user", content: step },
      ]),
    ];
    return this.#chat.begun(messages) + begin;
  }
}
