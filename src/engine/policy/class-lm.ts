import { PlaygroundError } from "../errors.ts";
import type { TokenBatch } from "../onnx/token-batch.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { CLASS_DEFAULTS, type ClassSettings } from "../world/class.ts";
import type { Problem, World } from "../world/world.ts";
import type { CausalLM, LmCache, Prediction } from "./causal-lm.ts";
import { type Belief, ResponseDistribution } from "./response-distribution.ts";

/**
 * The state of a row: the prompt until its question is complete, then the belief; null after a prefix that no student
 * writes.
 */
type Row = { prompt: number[] } | { belief: Belief | null };

class ClassCache implements LmCache {
  readonly length: number;
  readonly #rows: readonly Row[];

  constructor(rows: readonly Row[], length: number) {
    this.#rows = rows;
    this.length = length;
  }

  get rows(): number {
    return this.#rows.length;
  }

  row(index: number): Row {
    return this.#rows[index] as Row;
  }

  dispose(): void {}
}

/** The responses of the class to a problem, with their probabilities, as tokens. */
export function classResponses(
  world: World,
  tokenizer: Tokenizer,
  problem: Problem,
  settings: ClassSettings = CLASS_DEFAULTS,
): ResponseDistribution {
  const encode = (text: string) => tokenizer.encode(text, { addSpecialTokens: false });
  return new ResponseDistribution(world.attempts(problem, settings), encode, trainingIds(tokenizer).eosId);
}

/**
 * The class of students as a language model: the exact probability of every next token, without weights, for problems
 * of the embedded world. A prompt ends at its question mark. After a prefix that no student writes, and within the
 * prompt, the end token has probability 1 and every other token 0.
 */
export class ClassLM implements CausalLM<ClassCache> {
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly eosTokenIds: readonly number[];
  readonly #world: World;
  readonly #tokenizer: Tokenizer;
  readonly #settings: ClassSettings;
  readonly #questionMark: number;
  readonly #responses = new Map<string, ResponseDistribution>();

  constructor(world: World, tokenizer: Tokenizer, contextLength: number, settings: ClassSettings = CLASS_DEFAULTS) {
    this.vocabSize = tokenizer.vocabSize;
    this.contextLength = contextLength;
    this.eosTokenIds = [trainingIds(tokenizer).eosId];
    this.#world = world;
    this.#tokenizer = tokenizer;
    this.#settings = settings;
    this.#questionMark = tokenizer.encode("?", { addSpecialTokens: false })[0] as number;
  }

  /** @throws PlaygroundError if the prompt is no problem of the embedded world */
  async forward(batch: TokenBatch, cache: ClassCache | null, kept: number): Promise<Prediction<ClassCache>> {
    const { rows, length } = batch;
    const past = cache?.length ?? 0;
    const logits = new Float32Array(rows * kept * this.vocabSize).fill(Number.NEGATIVE_INFINITY);
    const read = Array.from({ length: rows }, (_, r) => {
      let row: Row = cache?.row(r) ?? { prompt: [] };
      for (let t = 0; t < length; t++) {
        const isToken = batch.attentionMask[r * (past + length) + past + t] === 1;
        if (isToken) row = this.#readOn(row, batch.inputIds[r * length + t] as number);
        const at = t - (length - kept);
        if (at >= 0) this.#write(logits.subarray((r * kept + at) * this.vocabSize), row);
      }
      return row;
    });
    return { logits, cache: new ClassCache(read, past + length) };
  }

  async selectRows(cache: ClassCache, rows: readonly number[]): Promise<ClassCache> {
    return new ClassCache(
      rows.map((row) => cache.row(row)),
      cache.length,
    );
  }

  async release(): Promise<void> {
    this.#responses.clear();
  }

  #readOn(row: Row, id: number): Row {
    if ("belief" in row) return { belief: row.belief?.after(id) ?? null };
    const prompt = [...row.prompt, id];
    return id === this.#questionMark ? { belief: this.#responsesTo(this.#tokenizer.decode(prompt)).start } : { prompt };
  }

  #responsesTo(prompt: string): ResponseDistribution {
    const known = this.#responses.get(prompt);
    if (known) return known;
    const problem = this.#world.solve(prompt);
    if (!problem) {
      throw new PlaygroundError({
        what: "The class of students answers problems of the embedded world only",
        where: `prompt "${prompt}"`,
        fix: "Take an example and change its numbers, or choose another policy or generator.",
      });
    }
    const responses = classResponses(this.#world, this.#tokenizer, problem, this.#settings);
    this.#responses.set(prompt, responses);
    return responses;
  }

  #write(logits: Float32Array, row: Row): void {
    const next = "belief" in row ? row.belief?.next : undefined;
    if (!next || next.size === 0) logits[this.eosTokenIds[0] as number] = 0;
    else for (const [id, probability] of next) logits[id] = Math.log(probability);
  }
}
