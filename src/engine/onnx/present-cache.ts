import type { InferenceSession } from "onnxruntime-web";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { GraphBuilder } from "./graph-builder.ts";
import { allCacheNames, type CacheKeeper, emptyPast, type KvCache } from "./kv-cache.ts";
import type { OnnxRuntime, Tensors } from "./runtime.ts";
import type { TokenBatch } from "./token-batch.ts";

/** A cache that consists of the graph's output tensors. */
export interface PresentCache extends KvCache {
  /** Inputs `past_key_values.*` of the next run, [rows, kvHeadCount, length, headDim] each. */
  readonly past: Tensors;
}

/** Number type of keys and values. */
export type CacheType = "float" | "float16";

/**
 * Passes the graph's outputs `present.*` to the next run unchanged. WebGPU uses this, since the outputs stay in GPU
 * buffers and downloading them at every token would cost more than the token; so do graphs that others exported, which
 * output nothing else.
 */
export class PresentCacheKeeper implements CacheKeeper<PresentCache> {
  readonly outputs: readonly string[];
  readonly #runtime: OnnxRuntime;
  readonly #config: DecoderConfig;
  readonly #type: CacheType;
  #rowSession: Promise<InferenceSession> | null = null;

  constructor(runtime: OnnxRuntime, config: DecoderConfig, type: CacheType) {
    this.outputs = presentNames(config);
    this.#runtime = runtime;
    this.#config = config;
    this.#type = type;
  }

  inputs({ rows, length, attentionMask }: TokenBatch, cache: PresentCache | null): Tensors {
    const past = cache?.past ?? emptyPast(this.#config, rows, (shape) => this.#runtime.empty(this.#type, shape));
    return { ...past, attention_mask: this.#runtime.integers(attentionMask, [rows, (cache?.length ?? 0) + length]) };
  }

  keep(outputs: Tensors, { rows, length }: TokenBatch, cache: PresentCache | null): PresentCache {
    return this.#cache(outputs, rows, (cache?.length ?? 0) + length);
  }

  async selectRows(cache: PresentCache, rows: readonly number[]): Promise<PresentCache> {
    this.#rowSession ??= this.#runtime.open(rowGraph(this.#config, this.#type), onDevice(this.#runtime, this.#config));
    const inputs = { ...cache.past, rows: this.#runtime.integers(rows, [rows.length]) };
    return this.#cache(
      await this.#runtime.run(await this.#rowSession, inputs, this.outputs),
      rows.length,
      cache.length,
    );
  }

  async release(): Promise<void> {
    const session = await this.#rowSession;
    if (session) await this.#runtime.release(session);
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

/** Outputs that stay on the device for the next run. */
export function onDevice({ backend }: OnnxRuntime, config: DecoderConfig): string[] {
  return backend === "webgpu" ? presentNames(config) : [];
}

function presentNames(config: DecoderConfig): string[] {
  return allCacheNames(config).map(({ present }) => present);
}

/** A graph that picks rows of a cache on its device. Inputs `rows` [n] and `past_key_values.*`, outputs `present.*`. */
function rowGraph(config: DecoderConfig, type: CacheType): Uint8Array {
  const g = new GraphBuilder("rows");
  const rows = g.input("rows", "int64", ["rows"]);
  for (const { past, present } of allCacheNames(config)) {
    const cached = g.input(past, type, ["batch", config.kvHeadCount, "length", config.headDim]);
    g.node("Gather", [cached, rows], { axis: { int: 0 } }, present);
    g.output(present, type, ["rows", config.kvHeadCount, "length", config.headDim]);
  }
  return g.encode();
}
