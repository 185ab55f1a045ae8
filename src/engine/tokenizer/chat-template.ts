import * as v from "valibot";
import { checked } from "../checkpoint/json.ts";
import { PlaygroundError } from "../errors.ts";
import { UnusableRecord } from "../unusable-record.ts";
import { commonLength } from "./common-length.ts";
import { asMessages, type Exchange, type Message, type TextOrChat, type Writing } from "./conversation.ts";
import { BoundedTemplate } from "./jinja.ts";

/**
 * The Jinja template by which a checkpoint writes conversations, from its `tokenizer_config.json` or a file of its own.
 */
export class ChatTemplate implements Writing {
  readonly hasSpecialTokens = true;
  readonly endsItself = true;
  readonly #template: BoundedTemplate;
  readonly #tokens: Readonly<Record<string, string>>;
  readonly #where: string;
  #frame: Writing["frame"] | undefined;

  /**
   * @param source the template in Jinja
   * @param tokens the texts of the special tokens by their names in templates, such as `bos_token`
   * @param where names the template's file in errors
   * @throws PlaygroundError if it is no valid template
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
          found: "a template that does not",
          fix: "Correct it, or remove it: without one, prompts are read as plain text.",
        },
        { cause },
      );
    }
  }

  get frame(): Writing["frame"] {
    if (this.#frame === undefined) this.#frame = this.#framed();
    return this.#frame;
  }

  /**
   * The prompt up to the beginning of the answer; a text counts as one message of the user. @throws UnusableRecord if
   * the template refuses
   */
  begun(prompt: TextOrChat): string {
    return this.#render(asMessages(prompt, "user"), true);
  }

  /**
   * The whole conversation in the template's words, as Transformers trains and scores on it.
   * @throws UnusableRecord if the template refuses, or changes the prompt once it is answered
   */
  whole({ prompt, response }: Exchange): string {
    const asked = asMessages(prompt, "user");
    const whole = this.#render([...asked, ...asMessages(response, "assistant")], false);
    const begun = this.#render(asked, true);
    if (whole.startsWith(begun)) return whole;
    // The template may begin the answer's turn in another way once it is answered, but it must not change what was said
    // before.
    const asAsked = commonLength(this.#render(asked, false), begun);
    if (commonLength(whole, begun) >= asAsked) return whole;
    throw new UnusableRecord(REFUSED, {
      what: "The chat template writes a prompt otherwise once more is said, so that it cannot be told where the response begins",
      where: this.#where,
      expected: "a conversation that begins as its prompt does",
      found: "another beginning",
      fix: "Give responses of one message, the turns before them in the prompt.",
    });
  }

  #framed(): Writing["frame"] {
    try {
      const begun = this.begun(PROBE);
      const whole = this.whole({ prompt: PROBE, response: ANSWER });
      const at = whole.lastIndexOf(ANSWER);
      if (at < 0) return null;
      const opening = whole.startsWith(begun) ? whole.slice(begun.length, at) : "";
      return { opening, ending: whole.slice(at + ANSWER.length) };
    } catch {
      // If a template refuses the shortest conversation, nothing can be said about its answers.
      return null;
    }
  }

  #render(messages: readonly Message[], add_generation_prompt: boolean): string {
    // Variables that transformers gives to every template: some test `tools is not none`.
    const given = { ...this.#tokens, messages, tools: null, documents: null };
    try {
      return this.#template.render({ ...given, add_generation_prompt });
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

/** Probe texts that no template contains. */
const [PROBE, ANSWER] = ["zqx", "qzx"];

const REFUSED = "refused by the chat template";

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * The chat template in a parsed `tokenizer_config.json`; null if there is none.
 * @param names the texts of the special tokens, by field
 * @param file the name of the config file in errors
 * @throws PlaygroundError if there is a template that cannot be read
 */
export function chatTemplateOf(config: object, names: Record<string, string>, file: string): Writing | null {
  const { chat_template: given } = checked(schema, config, file);
  const where = `${file}, chat_template`;
  if (given == null) return null;
  if (typeof given === "string") return new ChatTemplate(given, names, where);
  const source = given.find(({ name }) => name === "default")?.template;
  if (source !== undefined) return new ChatTemplate(source, names, where);
  return given.length === 0 ? null : withoutDefault(given, where);
}

/** A template, or a list of named templates, of which `default` is for conversations. */
const schema = v.object({
  chat_template: v.nullish(v.union([v.string(), v.array(v.object({ name: v.string(), template: v.string() }))])),
});

/**
 * Stands for a checkpoint that only has templates for other purposes: it is not known how the checkpoint writes
 * conversations.
 */
function withoutDefault(templates: readonly { name: string }[], where: string): Writing {
  const refuse = (): never => {
    throw new PlaygroundError({
      what: "None of the chat templates is for conversations",
      where,
      expected: "one of the name default",
      found: `templates of the names ${templates.map(({ name }) => name).join(", ")}`,
      fix: "Rename the one that the model was trained with to default.",
    });
  };
  return { hasSpecialTokens: true, endsItself: true, frame: null, begun: refuse, whole: refuse };
}
