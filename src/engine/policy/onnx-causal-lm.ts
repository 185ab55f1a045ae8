import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { decoderModel } from "../onnx/decoder-graph.ts";
import { cacheFormOn, type DecoderSession, type KvCache, openSession, type RuntimeOptions } from "../onnx/session.ts";
import type { TokenBatch } from "../onnx/token-batch.ts";
import type { CausalLM, Prediction } from "./causal-lm.ts";
import { type Stops, stopTokens } from "./stop-tokens.ts";

/** Opens a checkpoint as a language model, run by ONNX Runtime. A value head is left out. */
export async function openCausalLM(
  {
    config,
    weights,
    tokenizer = null,
    generationConfigJson = null,
  }: Pick<Checkpoint, "config" | "weights"> & Partial<Stops>,
  options: RuntimeOptions,
): Promise<CausalLM<KvCache>> {
  const model = decoderModel(config, weights, null, { logits: true, cache: cacheFormOn(options.backend) });
  const eosTokenIds = stopTokens({ config, tokenizer, generationConfigJson });
  return new OnnxCausalLM(await openSession(model, config, options), { ...config, eosTokenIds });
}

/** A decoder session of ONNX Runtime as a language model. */
class OnnxCausalLM implements CausalLM<KvCache> {
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly eosTokenIds: readonly number[];
  readonly #session: DecoderSession;

  constructor(session: DecoderSession, { vocabSize, contextLength, eosTokenIds }: Checkpoint["config"]) {
    this.vocabSize = vocabSize;
    this.contextLength = contextLength;
    this.eosTokenIds = eosTokenIds;
    this.#session = session;
  }

  async forward(batch: TokenBatch, cache: KvCache | null, kept: number): Promise<Prediction<KvCache>> {
    const output = await this.#session.run(batch, cache, kept);
    return { logits: output.logits as Float32Array, cache: output.cache };
  }

  selectRows(cache: KvCache, rows: readonly number[]): Promise<KvCache> {
    return this.#session.selectRows(cache, rows);
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}
