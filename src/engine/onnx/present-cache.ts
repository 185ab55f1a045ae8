import type { InferenceSession } from "onnxruntime-web";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { allCacheNames, type CacheBackend, type KvCache } from "./kv-cache.ts";
import { rowGraph } from "./row-graph.ts";
import type { OnnxRuntime, Tensors } from "./runtime.ts";
import type { TokenBatch } from "./token-batch.ts";

/** A cache that consists of the graph's output tensors. */
export interface PresentCache extends KvCache {
  /** Inputs `past_key_values.*` of the next run, [rows, kvHeadCount, length, headDim] each. */
  readonly past: Tensors;
}

/**
 * The graph's `present.*` go into the next run as they are: on WebGPU, where they stay in GPU buffers, since downloading
 * them at every token would cost more than the token.
 */
export class PresentCacheBackend implements CacheBackend<PresentCache> {
  readonly outputs: readonly string[];
  readonly #runtime: OnnxRuntime;
  readonly #config: DecoderConfig;
  #rowSession: Promise<InferenceSession> | null = null;

  constructor(runtime: OnnxRuntime, config: DecoderConfig) {
    this.outputs = presentNames(config);
    this.#runtime = runtime;
    this.#config = config;
  }

  inputs({ rows, length, attentionMask }: TokenBatch, cache: PresentCache | null): Tensors {
    const past = cache?.past ?? this.#emptyPast(rows);
    return { ...past, attention_mask: this.#runtime.integers(attentionMask, [rows, (cache?.length ?? 0) + length]) };
  }

  keep(outputs: Tensors, { rows, length }: TokenBatch, cache: PresentCache | null): PresentCache {
    return this.#cache(outputs, rows, (cache?.length ?? 0) + length);
  }

  async selectRows(cache: PresentCache, rows: readonly number[]): Promise<PresentCache> {
    this.#rowSession ??= this.#openRows();
    const inputs = { ...cache.past, rows: this.#runtime.integers(rows, [rows.length]) };
    return this.#cache(
      await this.#runtime.run(await this.#rowSession, inputs, this.outputs),
      rows.length,
      cache.length,
    );
  }

  #openRows(): Promise<InferenceSession> {
    const shape = [this.#config.kvHeadCount, "length", this.#config.headDim];
    const tensors = allCacheNames(this.#config).map(({ past, present }) => ({
      past,
      present,
      type: "float" as const,
      shape,
    }));
    return this.#runtime.open(rowGraph(tensors), this.outputs);
  }

  async release(): Promise<void> {
    const session = await this.#rowSession;
    if (session) await this.#runtime.release(session);
  }

  #emptyPast(rows: number): Tensors {
    const shape = [rows, this.#config.kvHeadCount, 0, this.#config.headDim];
    return Object.fromEntries(allCacheNames(this.#config).map(({ past }) => [past, this.#runtime.empty(shape)]));
  }

  #cache(outputs: Tensors, rows: number, length: number): PresentCache {
    const names = allCacheNames(this.#config);
    const past = Object.fromEntries(names.map(({ past, present }) => [past, outputs[present] as Tensors[string]]));
    const dispose = () => {
      for (const tensor of Object.values(past)) tensor.dispose();
    };
    return { rows, length, past, dispose };
  }
}

function presentNames(config: DecoderConfig): string[] {
  return allCacheNames(config).map(({ present }) => present);
}
