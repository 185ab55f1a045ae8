import type { Tensor } from "@huggingface/transformers";
import type { TextConfig } from "../checkpoint/config.ts";
import type { ExportedGraph } from "../checkpoint/exported-graph.ts";
import type { JsonObject } from "../checkpoint/json.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import { checkContext } from "../onnx/context.ts";
import { floatsOf, type RuntimeOptions } from "../onnx/runtime.ts";
import { rightPaddedBatch } from "../onnx/token-batch.ts";
import type { Judge, ProcessRewards, PromptAndResponse } from "../reward/reward-model.ts";
import { endingOf } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { type ForeignModel, onnxTensor, openForeignModel } from "./foreign-model.ts";

/** Prefixes that are read at once. */
const ROWS = 16;

/**
 * An exported sequence classifier of one label, such as an encoder, as a judge.
 * @throws PlaygroundError as `openForeignModel` does
 */
export async function openPrefixJudge(
  source: CheckpointSource,
  graph: ExportedGraph,
  { config, json, tokenizer }: { config: TextConfig; json: JsonObject; tokenizer: Tokenizer },
  options: RuntimeOptions,
): Promise<Judge> {
  const foreign = await openForeignModel(source, graph, json, "sequence-classification", options);
  return new PrefixJudge(foreign, config.contextLength, tokenizer, source.name);
}

/** A prefix of a response that is to be read by itself. */
interface Prefix {
  record: number;
  /** Index of its last response token; −1 is the prompt alone. */
  position: number;
  ids: readonly number[];
  /** How many of them are the prompt's. */
  promptLength: number;
}

/** Reads every prefix as a whole response: an encoder sees all of a text from everywhere, so that one reading is one reward. */
class PrefixJudge implements Judge {
  readonly prefixByPrefix = true;
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

  async processRewardsOf(records: readonly PromptAndResponse[]): Promise<ProcessRewards[]> {
    for (const { promptIds, responseIds } of records)
      checkContext(this.contextLength, promptIds.length, responseIds.length);
    const rewards = records.map(
      ({ responseIds }): ProcessRewards => ({
        prompt: Number.NaN,
        tokens: new Float32Array(responseIds.length).fill(Number.NaN),
      }),
    );
    const prefixes = records.flatMap((each, record) => this.#prefixesOf(each, record));
    prefixes.sort((a, b) => a.ids.length - b.ids.length);
    for (let start = 0; start < prefixes.length; start += ROWS) {
      const batch = prefixes.slice(start, start + ROWS);
      for (const [row, reward] of (await this.#read(batch)).entries()) {
        const { record, position } = batch[row] as Prefix;
        const own = rewards[record] as ProcessRewards;
        if (position < 0) own.prompt = reward;
        else own.tokens[position] = reward;
      }
    }
    return rewards;
  }

  release(): Promise<void> {
    return this.#foreign.runtime.release(this.#foreign.session);
  }

  /** The prompt alone, the response up to the end of every step, and the whole of it. */
  #prefixesOf({ promptIds, responseIds, stepEnds = [] }: PromptAndResponse, record: number): Prefix[] {
    const last = responseIds.length - 1;
    const ending = endingOf(this.#tokenizer);
    const positions = new Set([-1, ...stepEnds.filter((end) => end < last), last]);
    return [...positions].map((position) => {
      const read = responseIds.slice(0, position + 1);
      const ids = [...promptIds, ...read, ...(position === last ? [] : ending)];
      return { record, position, ids, promptLength: promptIds.length };
    });
  }

  async #read(prefixes: readonly Prefix[]): Promise<number[]> {
    const { model, library, session } = this.#foreign;
    const { rows, length, inputIds, attentionMask } = rightPaddedBatch(prefixes.map(({ ids }) => ids));
    const padId = this.#tokenizer.padId ?? 0;
    const integers = (values: ArrayLike<number>): Tensor =>
      new library.Tensor("int64", BigInt64Array.from(values, BigInt), [rows, length]);
    const responses = Array.from(inputIds, (_, at) => {
      const { promptLength = 0, ids = [] } = prefixes[Math.floor(at / length)] ?? {};
      return at % length >= promptLength && at % length < ids.length ? 1 : 0;
    });
    const outputs: { logits?: Tensor } = await model.forward({
      input_ids: integers(Array.from(inputIds, (id, at) => (attentionMask[at] === 1 ? id : padId))),
      attention_mask: integers(attentionMask),
      ...(this.#tokenizer.pairs && session.inputNames.includes("token_type_ids")
        ? { token_type_ids: integers(responses) }
        : {}),
    });
    const { logits } = outputs;
    if (logits?.dims.length !== 2 || logits.dims[1] !== 1) throw this.#notOneLabel(logits);
    const tensor = onnxTensor(logits);
    if (tensor.location === "gpu-buffer") await tensor.getData(true);
    return [...floatsOf(tensor)];
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
