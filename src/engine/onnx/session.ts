import type { InferenceSession } from "onnxruntime-web";
import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Backend } from "../device.ts";
import { PlaygroundError } from "../errors.ts";
import type { OnnxModel } from "./graph-builder.ts";
import { HostCacheKeeper } from "./host-cache.ts";
import { allCacheNames, type CacheKeeper, type KvCache } from "./kv-cache.ts";
import { type CacheType, onDevice, PresentCacheKeeper } from "./present-cache.ts";
import { floatsOf, OnnxRuntime, type RuntimeOptions, type Tensors } from "./runtime.ts";
import type { TokenBatch } from "./token-batch.ts";

export type { KvCache } from "./kv-cache.ts";
export type { RuntimeOptions } from "./runtime.ts";

export interface DecoderOutput {
  /** [B, S, vocabSize]; null if the graph has no logits */
  logits: Float32Array | null;
  /** [B, S]; null if the model has no value head */
  rewards: Float32Array | null;
  cache: KvCache;
}

/** A decoder that reads further tokens after those in its cache. */
export interface DecoderSession {
  readonly backend: Backend;
  /** Reads a batch. The given cache stays valid. @throws PlaygroundError if ONNX Runtime cannot run the graph */
  run(batch: TokenBatch, cache: KvCache | null): Promise<DecoderOutput>;
  /** A cache made of the given rows of another cache, in that order; a row may be repeated. */
  selectRows(cache: KvCache, rows: readonly number[]): Promise<KvCache>;
  release(): Promise<void>;
}

/**
 * Opens a model made by `decoderModel`, or a file made by `decoderGraph`.
 * @throws PlaygroundError if the backend is missing or the graph cannot be loaded
 */
export async function openSession(
  model: Uint8Array | OnnxModel,
  config: DecoderConfig,
  options: RuntimeOptions,
): Promise<DecoderSession> {
  const runtime = await OnnxRuntime.load(options);
  if (options.backend === "wasm") {
    return new OnnxDecoderSession(runtime, await runtime.open(model, []), new HostCacheKeeper(runtime, config));
  }
  const keeper = new PresentCacheKeeper(runtime, config, "float");
  return new OnnxDecoderSession(runtime, await runtime.open(model, keeper.outputs), keeper);
}

/**
 * Opens a decoder with a key/value cache that another program exported, under the names that transformers.js uses.
 * @throws PlaygroundError if the graph cannot be loaded, or is no such decoder
 */
export async function openExportedSession(
  model: OnnxModel,
  config: DecoderConfig,
  options: RuntimeOptions,
): Promise<DecoderSession> {
  const runtime = await OnnxRuntime.load(options);
  const session = await runtime.open(model, onDevice(runtime, config));
  try {
    return new OnnxDecoderSession(
      runtime,
      session,
      new PresentCacheKeeper(runtime, config, exportedCacheType(session, config)),
    );
  } catch (error) {
    await runtime.release(session);
    throw error;
  }
}

/** An input of some exports: for how many last positions logits are computed; 0 means all. */
const LOGITS_TO_KEEP = "num_logits_to_keep";

/**
 * Checks that a graph has the inputs and outputs of a decoder with a cache, and returns the number type of its cache.
 */
function exportedCacheType(
  { inputNames, outputNames, inputMetadata }: InferenceSession,
  config: DecoderConfig,
): CacheType {
  const caches = allCacheNames(config);
  const known = ["input_ids", "attention_mask", "position_ids", LOGITS_TO_KEEP, ...caches.map(({ past }) => past)];
  const needed = ["input_ids", "attention_mask", ...caches.map(({ past }) => past)];
  const given = ["logits", ...caches.map(({ present }) => present)];
  const unlike = [
    ...inputNames.filter((name) => !known.includes(name)).map((name) => `an input ${name}`),
    ...needed.filter((name) => !inputNames.includes(name)).map((name) => `no input ${name}`),
    ...given.filter((name) => !outputNames.includes(name)).map((name) => `no output ${name}`),
  ];
  if (unlike[0] === undefined) {
    const past = inputMetadata.find(({ name }) => name === caches[0]?.past);
    return past?.isTensor && past.type === "float16" ? "float16" : "float";
  }
  throw new PlaygroundError({
    what: "The ONNX graph is no decoder that the playground can run",
    expected: `input_ids, attention_mask, past_key_values.* of ${config.layerCount} layers; logits, present.*`,
    found: unlike[0],
    fix: "Choose an export for transformers.js with a key/value cache.",
  });
}

class OnnxDecoderSession<Cache extends KvCache> implements DecoderSession {
  readonly backend: Backend;
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;
  readonly #keeper: CacheKeeper<Cache>;
  readonly #outputs: readonly string[];

  constructor(runtime: OnnxRuntime, session: InferenceSession, keeper: CacheKeeper<Cache>) {
    this.backend = runtime.backend;
    this.#runtime = runtime;
    this.#session = session;
    this.#keeper = keeper;
    const results = session.outputNames.filter((name) => name === "logits" || name === "rewards");
    this.#outputs = [...results, ...keeper.outputs];
  }

  async run(batch: TokenBatch, cache: Cache | null): Promise<DecoderOutput> {
    const shape = [batch.rows, batch.length];
    const inputs: Tensors = {
      input_ids: this.#runtime.integers(batch.inputIds, shape),
      position_ids: this.#runtime.integers(batch.positionIds, shape),
      [LOGITS_TO_KEEP]: this.#runtime.integers([0], []),
      ...this.#keeper.inputs(batch, cache),
    };
    const read = Object.fromEntries(this.#session.inputNames.map((name) => [name, inputs[name] as Tensors[string]]));
    const outputs = await this.#runtime.run(this.#session, read, this.#outputs);
    return {
      logits: outputs.logits ? floatsOf(outputs.logits) : null,
      rewards: outputs.rewards ? floatsOf(outputs.rewards) : null,
      cache: this.#keeper.keep(outputs, batch, cache),
    };
  }

  selectRows(cache: Cache, rows: readonly number[]): Promise<Cache> {
    return this.#keeper.selectRows(cache, rows);
  }

  async release(): Promise<void> {
    await this.#keeper.release();
    await this.#runtime.release(this.#session);
  }
}
