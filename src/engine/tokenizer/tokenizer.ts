import { Tokenizer as HubTokenizer } from "@huggingface/tokenizers";
import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";
import { UnusableRecord } from "../unusable-record.ts";
import { Asking, type AskingSettings } from "./asking.ts";
import { ChatTemplate, chatTemplateOf } from "./chat-template.ts";
import { type TextOrChat, textOf, transcripts, type Writing } from "./conversation.ts";
import { specialIds, tokenNames } from "./special-tokens.ts";

/** A token and its place in a decoded text. */
export interface TokenPiece {
  id: number;
  /**
   * The token's characters, leading space included; empty for special tokens and for bytes that do not complete a
   * character.
   */
  text: string;
  /** Character offsets [start, end) in `decode(ids)`. */
  start: number;
  end: number;
}

/** What a tokenizer needs to know beside its two JSON files. */
interface Beside {
  /** The checkpoint's name in errors. */
  name?: string;
  /** The end token from the model's `config.json`, for tokenizers that name none (GPT-2). */
  endId?: number | null;
  /** Whether the model reads a question and its answer as two texts, as encoders do. */
  pairs?: boolean;
  /** How the model is asked about responses that it judges; null if it reads them as its own. */
  asking?: AskingSettings | null;
  /** `chat_template.jinja`, which overrides the template of the config. */
  template?: string;
}

const unigramOfBytes = v.looseObject({
  model: v.looseObject({ type: v.literal("Unigram"), byte_fallback: v.literal(true) }),
});

/** A text that shows which tokens a post-processor adds. */
const ANY = "a";

/**
 * The number and the length of words that a tokenizer remembers to know or not to know. Longer words seldom come again, and as slices
 * of their text may keep all of it in memory.
 */
const MOST_WORDS = 20_000;
const MOST_CHARACTERS = 12;

/** Turns text into token ids and back, by a checkpoint's `tokenizer.json` and `tokenizer_config.json`. */
export class Tokenizer {
  readonly bosId: number | null;
  readonly eosId: number | null;
  readonly padId: number | null;
  /** The token for words outside of the vocabulary; null if there is none. */
  readonly unknownId: number | null;
  /** One more than the largest token id. */
  readonly vocabSize: number;
  /** How prompts and responses are written as one text, which `sequence.ts` cuts into tokens. */
  readonly writing: Writing;
  /** Whether question and answer are two texts to the model. */
  readonly pairs: boolean;
  /**
   * Whether unknown tokens stand for bytes that the model would read: the library does not write characters outside of a Unigram
   * vocabulary as bytes (`@huggingface/tokenizers` 0.2), as the model's own tokenizer does.
   */
  readonly missesBytes: boolean;
  readonly #hub: HubTokenizer;
  readonly #special: ReadonlySet<number>;
  #beginning: number[] | undefined;
  /** Whether words become the unknown token. Texts of one kind consist of few words, which come again and again. */
  readonly #unknown = new Map<string, boolean>();

  /**
   * @param json the parsed `tokenizer.json`
   * @param config the parsed `tokenizer_config.json`
   * @throws PlaygroundError if they do not describe a tokenizer
   */
  constructor(
    json: object,
    config: object,
    { name, endId = null, template, pairs = false, asking = null }: Beside = {},
  ) {
    const at = (file: string) => (name === undefined ? file : `${name}/${file}`);
    const configFile = at("tokenizer_config.json");
    const names = tokenNames(config, configFile);
    try {
      this.#hub = new HubTokenizer(json, config);
    } catch (cause) {
      throw new PlaygroundError(
        {
          what: `The tokenizer cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
          where: at("tokenizer.json"),
          expected: "the rules of a tokenizer, as Hugging Face writes them",
          found: "others",
          fix: "Use the tokenizer.json and tokenizer_config.json that belong to the checkpoint.",
        },
        { cause },
      );
    }
    const chat =
      template === undefined
        ? chatTemplateOf(config, names, configFile)
        : new ChatTemplate(template, names, at("chat_template.jinja"));
    this.writing = asking ? new Asking(asking, chat ?? transcripts) : (chat ?? transcripts);
    this.pairs = pairs && chat === null;
    const { bos, eos, pad } = specialIds(names, (token) => this.#hub.token_to_id(token) ?? null, configFile);
    this.bosId = bos;
    this.eosId = eos ?? endId;
    this.padId = pad;
    this.vocabSize = Math.max(...this.#hub.get_vocab().values()) + 1;
    this.#special = new Set(
      [...this.#hub.get_added_tokens_decoder()].filter(([, token]) => token.special).map(([id]) => id),
    );
    this.unknownId = this.#hub.model?.unk_token_id ?? null;
    this.missesBytes = v.is(unigramOfBytes, json);
  }

  /** The token ids of a text, by default with the special tokens that the post-processor adds, such as <bos>. */
  encode(text: string, { addSpecialTokens = true }: { addSpecialTokens?: boolean } = {}): number[] {
    return this.#hub.encode(text, { add_special_tokens: addSpecialTokens }).ids;
  }

  /**
   * The token ids of a text that will be continued: with the tokens that the post-processor adds before a text, not
   * those after it.
   */
  encodeBeginning(text: string): number[] {
    this.#beginning ??= this.#added();
    return [...this.#beginning, ...this.encode(text, { addSpecialTokens: false })];
  }

  /** Token ids of two texts, each begun and ended by the post-processor */
  encodePair(first: string, second: string): number[] {
    if (second !== "") return this.#hub.encode(first, { text_pair: second }).ids;
    // The library takes an empty second text for none.
    const bare = this.encode(ANY, { addSpecialTokens: false });
    const ids = this.encodePair(first, ANY);
    const end = ids.lastIndexOf(bare.at(-1) as number) + 1;
    return [...ids.slice(0, end - bare.length), ...ids.slice(end)];
  }

  /** The tokens that the post-processor adds before a text. */
  #added(): number[] {
    const bare = this.encode(ANY, { addSpecialTokens: false });
    const whole = this.encode(ANY);
    const at = whole.findIndex((_, start) => bare.every((id, i) => whole[start + i] === id));
    return whole.slice(0, Math.max(0, at));
  }

  /**
   * The token ids of a prompt up to the place where the response begins: in the words of the checkpoint's chat
   * template, or, without one, as text or transcript after the tokens that the post-processor adds before a text.
   * @throws PlaygroundError if the chat template refuses
   */
  promptIds(prompt: TextOrChat): number[] {
    return this.cut(this.writing.begun(prompt));
  }

  /** The token ids of a text that `writing.begun` has written. */
  cut(written: string): number[] {
    return this.writing.hasSpecialTokens
      ? this.encode(written, { addSpecialTokens: false })
      : this.encodeBeginning(written);
  }

  /** The text of token ids, special tokens left out, spaces exactly as the tokens have them. */
  decode(ids: readonly number[]): string {
    const visible = ids.filter((id) => !this.#special.has(id));
    return visible.length === 0 ? "" : this.#hub.decode(visible, { clean_up_tokenization_spaces: false });
  }

  /** A token's text by itself, or its name if it has no text (special tokens, parts of characters). */
  tokenText(id: number): string {
    const text = this.decode([id]);
    return text === "" || text.includes("\uFFFD") ? (this.#hub.id_to_token(id) ?? `#${id}`) : text;
  }

  isSpecial(id: number): boolean {
    return this.#special.has(id);
  }

  /**
   * Every token with the characters that it adds to `decode(ids)`. A character spread over several tokens belongs to
   * the last of them. Each token is decoded only together with the tokens since the last complete character, so the
   * work grows linearly with the length (the sliding window of text-generation-inference).
   */
  pieces(ids: readonly number[]): TokenPiece[] {
    const pieces: TokenPiece[] = [];
    let windowStart = 0; // Tokens [windowStart, done) are context: a decoder treats a text's first token differently.
    let done = 0;
    let end = 0;
    const last = ids.findLastIndex((id) => !this.isSpecial(id));
    for (const [index, id] of ids.entries()) {
      const context = this.decode(ids.slice(windowStart, done));
      const extended = this.decode(ids.slice(windowStart, index + 1));
      const complete = index === last || !extended.endsWith("\uFFFD");
      const text = complete && !this.isSpecial(id) ? extended.slice(context.length) : "";
      pieces.push({ id, text, start: end, end: end + text.length });
      end += text.length;
      if (text !== "") {
        windowStart = done;
        done = index + 1;
      }
    }
    return pieces;
  }

  /** Whether both tokenizers give every token the same id. */
  sharesVocabularyWith(other: Tokenizer): boolean {
    const [own, others] = [this.#hub.get_vocab(), other.#hub.get_vocab()];
    return own.size === others.size && [...own].every(([token, id]) => others.get(token) === id);
  }

  /** The words of a text that would become the unknown token; each word once, in order. */
  unknownWords(text: string): string[] {
    const words = text.split(/\s+/).flatMap((chunk) => {
      if (!this.#hasUnknown(chunk)) return [];
      const [, before = "", core = "", after = ""] = /^([\p{P}\p{S}]*)(.*?)([\p{P}\p{S}]*)$/u.exec(chunk) ?? [];
      return [...before, core, ...after].filter((part) => this.#hasUnknown(part));
    });
    return [...new Set(words)];
  }

  #hasUnknown(text: string): boolean {
    if (text === "" || this.unknownId === null) return false;
    const known = this.#unknown.get(text);
    if (known !== undefined) return known;
    const found = this.encode(text, { addSpecialTokens: false }).includes(this.unknownId);
    if (text.length > MOST_CHARACTERS) return found;
    if (this.#unknown.size >= MOST_WORDS) this.#unknown.clear();
    this.#unknown.set(text, found);
    return found;
  }

  /**
   * A person's prompt as token ids, special tokens included.
   *
   * @param contextLength the largest number of tokens that the model takes, prompt and response together
   * @param reserve number of tokens to keep free for the response
   * @throws UnusableRecord if the prompt is empty, has words outside of the vocabulary, or does not fit
   */
  encodePrompt(prompt: TextOrChat, contextLength: number, reserve = 0): number[] {
    if (textOf(prompt, "user").trim() === "") {
      throw new UnusableRecord("empty prompt", {
        what: "The prompt is empty",
        fix: "Type a prompt or choose an example.",
      });
    }
    const unknown = this.unknownWords(this.writing.begun(prompt));
    if (unknown.length > 0) {
      const named = unknown.map((word) => `"${word}"`).join(", ");
      throw new UnusableRecord("words the model does not know", {
        what: `The model does not know ${unknown.length === 1 ? "the word" : "the words"} ${named}`,
        where: "prompt",
        fix: "Reword the prompt with words that the model was trained on; the examples show which.",
      });
    }
    const ids = this.promptIds(prompt);
    const room = contextLength - reserve;
    if (ids.length > room) {
      const kept = reserve > 0 ? `, ${reserve} of them kept for the response` : "";
      throw new UnusableRecord("too long", {
        what: `The prompt is too long: it has ${ids.length} tokens and ${room} fit`,
        where: "prompt",
        fix: `Shorten it: the model's context is ${contextLength} tokens${kept}.`,
      });
    }
    return ids;
  }
}
