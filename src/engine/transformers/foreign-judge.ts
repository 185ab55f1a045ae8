import type { Tensor } from "@huggingface/transformers";
import type { LoadedTextSide } from "../checkpoint/checkpoint.ts";
import type { ExportedGraph } from "../checkpoint/exported-graph.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import { floatsOf, type RuntimeOptions } from "../onnx/runtime.ts";
import { rightPaddedBatch } from "../onnx/token-batch.ts";
import { PrefixJudge, type TextScorer } from "../reward/prefix-judge.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { type ForeignModel, onnxTensor, openForeignModel } from "./foreign-model.ts";

/**
 * An exported sequence classifier of one label, such as an encoder, as a judge. An encoder sees all of a text from
 * everywhere, so that one reading is one reward.
 * @throws PlaygroundError as `openForeignModel` does
 */
export async function openForeignJudge(
  source: CheckpointSource,
  graph: ExportedGraph,
  { text, tokenizer }: { text: LoadedTextSide; tokenizer: Tokenizer },
  options: RuntimeOptions,
): Promise<PrefixJudge> {
  const foreign = await openForeignModel(source, graph, text.configJson, "sequence-classification", options);
  const scorer = new Classifier(foreign, text.config.contextLength, tokenizer, source.name);
  return new PrefixJudge(scorer, { how: "scored prefix by prefix", at: "steps", tokenizer });
}

class Classifier implements TextScorer {
  readonly contextLength: number;
  readonly #foreign: ForeignModel;
  readonly #tokenizer: Tokenizer;
  readonly #name: string;

  constructor(foreign: ForeignModel, contextLength: number, tokenizer: Tokenizer, name: string) {
    this.#foreign = foreign;
    this.contextLength = contextLength;
    this.#tokenizer = tokenizer;
    this.#name = name;
  }

  async read(texts: readonly PromptedResponse[]): Promise<number[]> {
    const { model, library, session } = this.#foreign;
    const { rows, length, inputIds, attentionMask } = rightPaddedBatch(
      texts.map(({ promptIds, responseIds }) => [...promptIds, ...responseIds]),
    );
    const padId = this.#tokenizer.padId ?? 0;
    const integers = (values: ArrayLike<number>): Tensor =>
      new library.Tensor("int64", BigInt64Array.from(values, BigInt), [rows, length]);
    const ofResponse = Array.from(inputIds, (_, at) => {
      const asked = texts[Math.floor(at / length)]?.promptIds.length ?? 0;
      return attentionMask[at] === 1 && at % length >= asked ? 1 : 0;
    });
    const outputs: { logits?: Tensor } = await model.forward({
      input_ids: integers(Array.from(inputIds, (id, at) => (attentionMask[at] === 1 ? id : padId))),
      attention_mask: integers(attentionMask),
      ...(this.#tokenizer.pairs && session.inputNames.includes("token_type_ids")
        ? { token_type_ids: integers(ofResponse) }
        : {}),
    });
    const { logits } = outputs;
    if (logits?.dims.length !== 2 || logits.dims[1] !== 1) throw this.#notOneLabel(logits);
    const tensor = onnxTensor(logits);
    if (tensor.location === "gpu-buffer") await tensor.getData(true);
    return [...floatsOf(tensor)];
  }

  release(): Promise<void> {
    return this.#foreign.runtime.release(this.#foreign.session);
  }

  #notOneLabel(logits: Tensor | undefined): PlaygroundError {
    return new PlaygroundError({
      what: "The classifier is no judge",
      where: this.#name,
      expected: "logits of one label: one reward a text",
      found: logits ? `logits of shape ${logits.dims.join(" × ")}` : "no logits",
      fix: "Choose a reward model with one label.",
    });
  }
}
