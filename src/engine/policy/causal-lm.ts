import type { TokenBatch } from "../onnx/token-batch.ts";

/** A language model's memory of the tokens it has read. The owner of a cache disposes of it. */
export interface LmCache {
  readonly rows: number;
  /** Number of positions read so far. */
  readonly length: number;
  dispose(): void;
}

export interface Prediction<Cache extends LmCache> {
  /** Logits of the last positions that were asked for, [B, kept, vocabSize]. Row-major. */
  logits: Float32Array;
  cache: Cache;
}

/** A frozen causal language model: token ids and a cache in, logits and a cache out. */
export interface CausalLM<Cache extends LmCache = LmCache> {
  readonly vocabSize: number;
  /** Tokens in the longest sequence, prompt included. */
  readonly contextLength: number;
  /** Tokens at which generation stops. */
  readonly eosTokenIds: readonly number[];
  /**
   * Reads S more tokens in each row. The given cache stays valid.
   * @param kept the number of last positions whose logits are wanted, 1 to S; over a large vocabulary they cost as much
   *   as several layers
   */
  forward(batch: TokenBatch, cache: Cache | null, kept: number): Promise<Prediction<Cache>>;
  /** A cache made of the given rows of another cache, in that order; a row may be repeated. */
  selectRows(cache: Cache, rows: readonly number[]): Promise<Cache>;
  release(): Promise<void>;
}
