import * as v from "valibot";
import { checked } from "../checkpoint/json.ts";
import { PlaygroundError } from "../errors.ts";
import { UnusableRecord } from "../unusable-record.ts";
import { asMessages, type Exchange, type Message, type TextOrChat, type Writing } from "./conversation.ts";
import { BoundedTemplate } from "./jinja.ts";

/** How a checkpoint wants a conversation written: the Jinja template of its `tokenizer_config.json`, or a file of its own. */
export class ChatTemplate implements Writing {
  readonly hasSpecialTokens = true;
  readonly #template: BoundedTemplate;
  readonly #tokens: Readonly<Record<string, string>>;
  readonly #where: string;

  /**
   * @param source Jinja
   * @param tokens what templates call the special tokens, as in `bos_token`, and their texts
   * @param where names its file in errors
   * @throws PlaygroundError where it is no template
   */
  constructor(source: string, tokens: Readonly<Record<string, string>>, where: string) {
    this.#where = where;
    this.#tokens = tokens;
    try {
      this.#template = new BoundedTemplate(source);
    } catch (cause) {
      throw new PlaygroundError(
        {
          what: `The chat template cannot be used: ${messageOf(cause)}`,
          where,
          expected: "a Jinja template that writes the conversation",
          found: "one that does not",
          fix: "Correct it, or remove it: without one, prompts are read as plain text.",
        },
        { cause },
      );
    }
  }

  /** Every message as its own; a text is one of a person. @throws UnusableRecord where the template refuses */
  prompt(prompt: TextOrChat): string {
    return this.#render(asMessages(prompt, "user"));
  }

  /**
   * The text of an answer as it is. Where it goes on, with others speaking in between, the template writes the turns
   * before the last answer.
   * @throws UnusableRecord where the template refuses, or writes the prompt otherwise once more is said
   */
  response({ prompt, response }: Exchange): string {
    const messages = asMessages(response, "assistant");
    const answer = messages.at(-1)?.content ?? "";
    if (messages.length === 1) return answer;
    const start = this.prompt(prompt);
    const whole = this.#render([...asMessages(prompt, "user"), ...messages.slice(0, -1)]);
    if (whole.startsWith(start)) return whole.slice(start.length) + answer;
    throw new UnusableRecord(REFUSED, {
      what: "The chat template writes a prompt otherwise once more is said, so that no response of several turns follows it",
      where: this.#where,
      expected: "a conversation that begins as its prompt does",
      found: "another beginning",
      fix: "Give responses of one message, the turns before them in the prompt.",
    });
  }

  #render(messages: readonly Message[]): string {
    // What transformers gives every template: some ask whether there are tools by `is not none`.
    const given = { ...this.#tokens, messages, tools: null, documents: null };
    try {
      return this.#template.render({ ...given, add_generation_prompt: true });
    } catch (cause) {
      throw new UnusableRecord(
        REFUSED,
        {
          what: `The chat template does not write this conversation: ${messageOf(cause)}`,
          where: this.#where,
          expected: "messages that it writes",
          found: `messages of ${messages.map(({ role }) => role).join(", ") || "nobody"}`,
          fix: "Change or remove what it objects to; or correct the template, where it is wrong.",
        },
        { cause },
      );
    }
  }
}

const REFUSED = "refused by the chat template";

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * The chat template of a parsed `tokenizer_config.json`; null where it has none.
 * @param names the texts of its special tokens, by field
 * @param file what errors call it
 * @throws PlaygroundError where it has one that cannot be read
 */
export function chatTemplateOf(config: object, names: Record<string, string>, file: string): ChatTemplate | null {
  const { chat_template: given } = checked(schema, config, file);
  const source = typeof given === "string" ? given : given?.find(({ name }) => name === "default")?.template;
  return source === undefined ? null : new ChatTemplate(source, names, `${file}, chat_template`);
}

/** One template, or several under names, of which `default` is for conversations. */
const schema = v.object({
  chat_template: v.nullish(v.union([v.string(), v.array(v.object({ name: v.string(), template: v.string() }))])),
});
