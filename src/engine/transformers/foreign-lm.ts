import type { Tensor } from "@huggingface/transformers";
import type { InferenceSession } from "onnxruntime-web";
import type { LoadedTextSide } from "../checkpoint/checkpoint.ts";
import type { TextConfig } from "../checkpoint/config.ts";
import type { ExportedGraph } from "../checkpoint/exported-graph.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import { rowGraph } from "../onnx/row-graph.ts";
import { floatsOf, type RuntimeOptions } from "../onnx/runtime.ts";
import type { TokenBatch } from "../onnx/token-batch.ts";
import type { CausalLM, LmCache, Prediction } from "../policy/causal-lm.ts";
import { stopTokens } from "../policy/stop-tokens.ts";
import { type ForeignModel, onnxTensor, openForeignModel } from "./foreign-model.ts";

/** The tensors that a model keeps of the tokens it has read, by the names of its graph's inputs. The first axis of each tensor counts rows. */
export interface ForeignCache extends LmCache {
  readonly past: Readonly<Record<string, Tensor>>;
}

/**
 * An exported graph of any architecture that transformers.js runs, as a language model: its forward pass makes positions and
 * the first, empty cache as the architecture wants them. Sampling is ours, over its session: it needs the probabilities of
 * every token, stops and seeds row by row, and lets finished rows go, none of which `generate` does.
 * @throws PlaygroundError as `openForeignModel` does
 */
export async function openForeignLM(
  source: CheckpointSource,
  graph: ExportedGraph,
  text: LoadedTextSide,
  options: RuntimeOptions,
): Promise<CausalLM<ForeignCache>> {
  const foreign = await openForeignModel(source, graph, text.configJson, "causal-lm", options);
  return new ForeignLM(foreign, { ...text.config, eosTokenIds: stopTokens(text) }, source.name);
}

class ForeignLM implements CausalLM<ForeignCache> {
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly eosTokenIds: readonly number[];
  readonly #foreign: ForeignModel;
  readonly #name: string;
  #rowSession: Promise<InferenceSession> | null = null;

  constructor(foreign: ForeignModel, { vocabSize, contextLength, eosTokenIds }: TextConfig, name: string) {
    this.#foreign = foreign;
    this.#name = name;
    this.vocabSize = vocabSize;
    this.contextLength = contextLength;
    this.eosTokenIds = eosTokenIds;
  }

  async forward(
    { rows, length, inputIds, attentionMask }: TokenBatch,
    cache: ForeignCache | null,
    kept: number,
  ): Promise<Prediction<ForeignCache>> {
    const { model, library } = this.#foreign;
    const total = (cache?.length ?? 0) + length;
    const outputs: Record<string, Tensor> = await model.forward({
      input_ids: this.#integers(inputIds, [rows, length]),
      attention_mask: this.#integers(attentionMask, [rows, total]),
      past_key_values: cache ? new library.DynamicCache({ ...cache.past }) : null,
      num_logits_to_keep: this.#integers([kept], []),
    });
    const { logits, ...rest } = outputs;
    const past = Object.fromEntries(
      Object.entries(rest)
        .filter(([name]) => name.startsWith("present"))
        .map(([name, tensor]) => [pastName(name), tensor]),
    );
    if (!logits) throw this.#unfit("logits", "no output of that name");
    return { logits: await this.#logits(logits, rows, kept), cache: cacheOf(past, rows, total) };
  }

  async selectRows(cache: ForeignCache, rows: readonly number[]): Promise<ForeignCache> {
    const { runtime, library } = this.#foreign;
    const entries = Object.entries(cache.past);
    if (runtime.backend === "wasm") {
      const picked = entries.map(([name, tensor]) => [name, pickRows(library.Tensor, tensor, rows)] as const);
      return cacheOf(Object.fromEntries(picked), rows.length, cache.length);
    }
    this.#rowSession ??= runtime.open(rowGraph(entries.map(asCached)), "all");
    const inputs = Object.fromEntries(entries.map(([name, tensor]) => [name, onnxTensor(tensor)]));
    const picked = await runtime.run(
      await this.#rowSession,
      { ...inputs, rows: runtime.integers(rows, [rows.length]) },
      entries.map(([name]) => `picked.${name}`),
    );
    const past = entries.map(([name]) => [name, new library.Tensor(picked[`picked.${name}`] as never)] as const);
    return cacheOf(Object.fromEntries(past), rows.length, cache.length);
  }

  async release(): Promise<void> {
    const { runtime, session } = this.#foreign;
    if (this.#rowSession) await runtime.release(await this.#rowSession);
    await runtime.release(session);
  }

  #integers(values: ArrayLike<number>, shape: number[]): Tensor {
    return new this.#foreign.library.Tensor("int64", BigInt64Array.from(values, BigInt), shape);
  }

  /** The logits of the last positions. Some graphs give those of all positions, whatever is asked for. */
  async #logits(logits: Tensor, rows: number, kept: number): Promise<Float32Array> {
    const [, read = 0, width = 0] = logits.dims;
    if (width !== this.vocabSize) throw this.#unfit("vocab_size", `logits of ${width} tokens`);
    const tensor = onnxTensor(logits);
    if (tensor.location === "gpu-buffer") await tensor.getData(true);
    const all = floatsOf(tensor);
    if (read === kept) return all;
    const last = new Float32Array(rows * kept * width);
    for (let row = 0; row < rows; row++) {
      const end = (row + 1) * read * width;
      last.set(all.subarray(end - kept * width, end), row * kept * width);
    }
    return last;
  }

  #unfit(field: string, found: string): PlaygroundError {
    return new PlaygroundError({
      what: "The exported graph does not fit its config.json",
      where: `${this.#name}/config.json, ${field}`,
      expected: `logits of ${this.vocabSize} tokens`,
      found,
      fix: "Take config and graph from the same export.",
    });
  }
}

/** The name of the input that takes an output of the run before, as transformers.js names inputs and outputs. */
function pastName(present: string): string {
  return present
    .replace(/^present_(ssm|conv|recurrent|compressor|indexer)/, "past_$1")
    .replace(/^present/, "past_key_values");
}

function cacheOf(past: Record<string, Tensor>, rows: number, length: number): ForeignCache {
  const dispose = () => {
    for (const tensor of Object.values(past)) if (tensor.location === "gpu-buffer") tensor.dispose();
  };
  return { rows, length, past, dispose };
}

function asCached([name, { type, dims }]: [string, Tensor]) {
  const shape = dims.slice(1).map((_, i) => `${name}.${i + 1}`);
  return { past: name, present: `picked.${name}`, type: type === "float16" ? type : ("float" as const), shape };
}

type TensorClass = typeof Tensor;

function pickRows(Kind: TensorClass, tensor: Tensor, rows: readonly number[]): Tensor {
  const data = tensor.data as Float32Array;
  const [count = 1, ...rest] = tensor.dims;
  const size = data.length / count;
  const picked = new (data.constructor as Float32ArrayConstructor)(rows.length * size);
  for (const [at, row] of rows.entries()) picked.set(data.subarray(row * size, (row + 1) * size), at * size);
  return new Kind(tensor.type, picked, [rows.length, ...rest]);
}
