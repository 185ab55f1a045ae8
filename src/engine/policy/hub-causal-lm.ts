import type { PreTrainedModel, Tensor } from "@huggingface/transformers";
import type { Backend } from "../device.ts";
import { PlaygroundError } from "../errors.ts";
import { chooseHost } from "../hub/chosen-hosts.ts";
import type { RuntimeOptions } from "../onnx/session.ts";
import type { TokenBatch } from "../onnx/token-batch.ts";
import type { CausalLM, LmCache, Prediction } from "./causal-lm.ts";

type Library = typeof import("@huggingface/transformers");

export interface HubModelOptions {
  backend: Backend;
  /** Which of the checkpoint's ONNX files: its quantisation, as transformers.js names it. */
  dtype: "fp32" | "fp16" | "q8" | "q4" | "q4f16";
  /** A branch, tag or commit. */
  revision?: string;
  /** Addresses of ONNX Runtime's files; without them transformers.js asks a CDN. */
  wasmPaths?: RuntimeOptions["wasmPaths"];
}

/** Keys and values under the input names of the graph, `past_key_values.*`. */
export interface HubCache extends LmCache {
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/**
 * A hub checkpoint that ships ONNX files, as a language model: fetched, cached and run by transformers.js as it is.
 * @throws PlaygroundError where transformers.js cannot load it
 */
export async function openHubCausalLM(
  id: string,
  { backend, dtype, revision, wasmPaths }: HubModelOptions,
): Promise<CausalLM<HubCache>> {
  const library = await import("@huggingface/transformers");
  if (wasmPaths && library.env.backends.onnx.wasm) library.env.backends.onnx.wasm.wasmPaths = wasmPaths;
  chooseHost(library.env.remoteHost);
  try {
    const options = { device: backend, dtype, ...(revision && { revision }) };
    return new HubCausalLM(library, await library.AutoModelForCausalLM.from_pretrained(id, options));
  } catch (cause) {
    throw new PlaygroundError(
      {
        what: "The hub model could not be loaded",
        where: id,
        expected: `a causal language model with ONNX files (${dtype})`,
        found: cause instanceof Error ? cause.message : String(cause),
        fix: "Check the name and the connection, or choose another quantisation.",
      },
      { cause },
    );
  }
}

class HubCausalLM implements CausalLM<HubCache> {
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly eosTokenIds: readonly number[];
  readonly #library: Library;
  readonly #model: PreTrainedModel;

  constructor(library: Library, model: PreTrainedModel) {
    const { vocab_size, max_position_embeddings, n_positions } = { ...model.config } as Record<string, unknown>;
    this.vocabSize = vocab_size as number;
    this.contextLength = (max_position_embeddings ?? n_positions) as number;
    this.eosTokenIds = [model.generation_config?.eos_token_id ?? []].flat();
    this.#library = library;
    this.#model = model;
  }

  async forward(batch: TokenBatch, cache: HubCache | null, positions: "last" | "all"): Promise<Prediction<HubCache>> {
    const { rows, length } = batch;
    const total = (cache?.length ?? 0) + length;
    const outputs = (await this.#model.forward({
      input_ids: this.#integers(batch.inputIds, [rows, length]),
      position_ids: this.#integers(batch.positionIds, [rows, length]),
      attention_mask: this.#integers(batch.attentionMask, [rows, total]),
      past_key_values: cache?.tensors ?? null,
    })) as Record<string, Tensor>;
    const present = Object.entries(outputs).filter(([name]) => name.startsWith("present."));
    const tensors = Object.fromEntries(
      present.map(([name, tensor]) => [name.replace("present.", "past_key_values."), tensor]),
    );
    return { logits: await this.#logits(outputs.logits as Tensor, positions), cache: cacheOf(tensors, rows, total) };
  }

  /** Through the host: transformers.js has no gather on the device, and rows change once a finished sample, not once a token. */
  async selectRows(cache: HubCache, rows: readonly number[]): Promise<HubCache> {
    const tensors: Record<string, Tensor> = {};
    for (const [name, tensor] of Object.entries(cache.tensors)) {
      const data = (await tensor.ort_tensor.getData()) as Float32Array | Uint16Array;
      const size = data.length / cache.rows;
      const picked = new (data.constructor as Float32ArrayConstructor)(size * rows.length);
      rows.forEach((row, i) => {
        picked.set(data.subarray(row * size, (row + 1) * size), i * size);
      });
      tensors[name] = new this.#library.Tensor(tensor.type, picked, [rows.length, ...tensor.dims.slice(1)]);
    }
    return cacheOf(tensors, rows.length, cache.length);
  }

  async release(): Promise<void> {
    await this.#model.dispose();
  }

  async #logits(all: Tensor, positions: "last" | "all"): Promise<Float32Array> {
    const wanted = positions === "all" ? all : all.slice(null, -1, null);
    return wanted.to("float32").data as Float32Array;
  }

  #integers(values: ArrayLike<number>, shape: number[]): Tensor {
    return new this.#library.Tensor("int64", BigInt64Array.from(Array.from(values), BigInt), shape);
  }
}

function cacheOf(tensors: Record<string, Tensor>, rows: number, length: number): HubCache {
  const dispose = () => {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  };
  return { rows, length, tensors, dispose };
}
