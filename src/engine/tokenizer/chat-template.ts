import { Template } from "@huggingface/jinja";
import { PlaygroundError } from "../errors.ts";
import { tokenNames } from "./special-tokens.ts";

/** How a checkpoint wants a conversation written: the Jinja template of its `tokenizer_config.json`. */
export class ChatTemplate {
  readonly #template: Template;
  readonly #tokens: Readonly<Record<string, string>>;

  /**
   * @param source Jinja
   * @param tokens what templates call the special tokens, as in `bos_token`, and their texts
   * @throws PlaygroundError where it is no template
   */
  constructor(source: string, tokens: Readonly<Record<string, string>>) {
    this.#template = readable(() => new Template(source));
    this.#tokens = tokens;
  }

  /** What a person says as the model reads it, to where its answer begins; special tokens are written out. */
  prompt(text: string): string {
    const messages = [{ role: "user", content: text }];
    return readable(() => this.#template.render({ ...this.#tokens, messages, add_generation_prompt: true }));
  }
}

/**
 * The chat template of a parsed `tokenizer_config.json`; null where it has none.
 * @throws PlaygroundError where it has one that cannot be read
 */
export function chatTemplateOf(config: object): ChatTemplate | null {
  const source = defaultTemplate("chat_template" in config ? config.chat_template : null);
  return source === null ? null : new ChatTemplate(source, tokenNames(config));
}

/** One template, or several under names, of which `default` is for conversations. */
function defaultTemplate(given: unknown): string | null {
  if (typeof given === "string") return given;
  if (!Array.isArray(given)) return null;
  const named = given.find((entry) => entry?.name === "default");
  return typeof named?.template === "string" ? named.template : null;
}

function readable<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new PlaygroundError(
      {
        what: `The chat template cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
        where: "tokenizer_config.json, chat_template",
        expected: "a Jinja template that writes a conversation of one message",
        found: "one that does not",
        fix: "Correct it, or remove it: without one, prompts are read as plain text.",
      },
      { cause },
    );
  }
}
