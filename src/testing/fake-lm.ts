import type { CausalLM, LmCache } from "../engine/policy/causal-lm.ts";

/** A language model for tests that only knows the last token, so that its output can be worked out by hand. */
export class FakeLM implements CausalLM<FakeCache> {
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly eosTokenIds: readonly number[];
  /** The number of rows in every forward pass. */
  readonly rows: number[] = [];
  /** Number of caches not yet disposed of. */
  caches = 0;
  readonly #logitsAfter: (id: number) => readonly number[];

  constructor(
    logitsAfter: (id: number) => readonly number[],
    { contextLength = 64, eosTokenIds = [0] }: { contextLength?: number; eosTokenIds?: number[] } = {},
  ) {
    this.vocabSize = logitsAfter(1).length;
    this.contextLength = contextLength;
    this.eosTokenIds = eosTokenIds;
    this.#logitsAfter = logitsAfter;
  }

  forward: CausalLM<FakeCache>["forward"] = async ({ rows, length, inputIds }, cache, kept) => {
    this.rows.push(rows);
    const read = Array.from(inputIds).filter((_, i) => i % length >= length - kept);
    const logits = Float32Array.from(read.flatMap((id) => this.#logitsAfter(id)));
    return { logits, cache: this.#cache(rows, (cache?.length ?? 0) + length) };
  };

  selectRows: CausalLM<FakeCache>["selectRows"] = async (cache, rows) => this.#cache(rows.length, cache.length);

  async release(): Promise<void> {}

  #cache(rows: number, length: number): FakeCache {
    this.caches += 1;
    const dispose = () => {
      this.caches -= 1;
    };
    return { rows, length, dispose };
  }
}

type FakeCache = LmCache;
