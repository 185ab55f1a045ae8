import type { InferenceSession } from "onnxruntime-web";
import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Backend } from "../device.ts";
import type { OnnxModel } from "./graph-builder.ts";
import { HostCacheBackend } from "./host-cache.ts";
import type { CacheBackend, CacheForm, KvCache } from "./kv-cache.ts";
import { PresentCacheBackend } from "./present-cache.ts";
import { floatsOf, OnnxRuntime, type RuntimeOptions, type Tensors } from "./runtime.ts";
import type { TokenBatch } from "./token-batch.ts";

export type { KvCache } from "./kv-cache.ts";
export type { RuntimeOptions } from "./runtime.ts";

export interface DecoderOutput {
  /** [B, kept, vocabSize]; null if the graph has no logits */
  logits: Float32Array | null;
  /** [B, S]; null if the model has no value head */
  rewards: Float32Array | null;
  cache: KvCache;
}

/** A decoder that reads further tokens after those in its cache. */
export interface DecoderSession {
  readonly backend: Backend;
  /**
   * Reads a batch. The given cache stays valid.
   * @param kept the number of last positions that get logits; left out, all
   * @throws PlaygroundError if ONNX Runtime cannot run the graph
   */
  run(batch: TokenBatch, cache: KvCache | null, kept?: number): Promise<DecoderOutput>;
  /** A cache made of the given rows of another cache, in that order; a row may be repeated. */
  selectRows(cache: KvCache, rows: readonly number[]): Promise<KvCache>;
  release(): Promise<void>;
}

/** The form of a decoder's cache that is fastest on a backend. */
export function cacheFormOn(backend: Backend): CacheForm {
  return backend === "wasm" ? "fresh" : "present";
}

/**
 * Opens a model made by `decoderModel`, or a file made by `decoderGraph`; its outputs tell the form of its cache.
 * @throws PlaygroundError if the backend is missing or the graph cannot be loaded
 */
export async function openSession(
  model: Uint8Array | OnnxModel,
  config: DecoderConfig,
  options: RuntimeOptions,
): Promise<DecoderSession> {
  const runtime = await OnnxRuntime.load(options);
  const present = new PresentCacheBackend(runtime, config);
  const session = await runtime.open(model, present.outputs);
  const isPresent = present.outputs.every((name) => session.outputNames.includes(name));
  return isPresent
    ? new OnnxDecoderSession(runtime, session, present)
    : new OnnxDecoderSession(runtime, session, new HostCacheBackend(runtime, config));
}

class OnnxDecoderSession<Cache extends KvCache> implements DecoderSession {
  readonly backend: Backend;
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;
  readonly #cacheBackend: CacheBackend<Cache>;
  readonly #outputs: readonly string[];

  constructor(runtime: OnnxRuntime, session: InferenceSession, cacheBackend: CacheBackend<Cache>) {
    this.backend = runtime.backend;
    this.#runtime = runtime;
    this.#session = session;
    this.#cacheBackend = cacheBackend;
    const results = session.outputNames.filter((name) => name === "logits" || name === "rewards");
    this.#outputs = [...results, ...cacheBackend.outputs];
  }

  async run(batch: TokenBatch, cache: Cache | null, kept = batch.length): Promise<DecoderOutput> {
    const shape = [batch.rows, batch.length];
    const inputs: Tensors = {
      input_ids: this.#runtime.integers(batch.inputIds, shape),
      position_ids: this.#runtime.integers(batch.positionIds, shape),
      ...(this.#outputs.includes("logits") && { num_logits_to_keep: this.#runtime.integers([kept], []) }),
      ...this.#cacheBackend.inputs(batch, cache),
    };
    const outputs = await this.#runtime.run(this.#session, inputs, this.#outputs);
    return {
      logits: outputs.logits ? floatsOf(outputs.logits) : null,
      rewards: outputs.rewards ? floatsOf(outputs.rewards) : null,
      cache: this.#cacheBackend.keep(outputs, batch, cache),
    };
  }

  selectRows(cache: Cache, rows: readonly number[]): Promise<Cache> {
    return this.#cacheBackend.selectRows(cache, rows);
  }

  async release(): Promise<void> {
    await this.#cacheBackend.release();
    await this.#runtime.release(this.#session);
  }
}
