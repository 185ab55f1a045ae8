import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { checkContext } from "../onnx/context.ts";
import { decoderModel } from "../onnx/decoder-graph.ts";
import { type DecoderSession, openSession, type RuntimeOptions } from "../onnx/session.ts";
import { denseBatch, rightPaddedBatch } from "../onnx/token-batch.ts";
import type { Judge, ProcessRewards, PromptAndResponse } from "./judge.ts";
import { RewardStream } from "./reward-stream.ts";

// Enough rows to fill a matrix product, and few enough that padding and memory stay small.
const ROWS = 16;

/** Opens a checkpoint with a value head. @throws PlaygroundError if it has none */
export async function openRewardModel(
  { config, weights, valueHead }: Pick<Checkpoint, "config" | "weights" | "valueHead">,
  options: RuntimeOptions,
): Promise<RewardModel> {
  const model = decoderModel(config, weights, valueHead, { logits: false });
  return new RewardModel(await openSession(model, config, options), config.contextLength);
}

/** Process rewards r_t = head(hidden state at token t) of a decoder with a value head. */
export class RewardModel implements Judge {
  readonly byText?: undefined;
  /** The largest number of tokens in prompt and response together. */
  readonly contextLength: number;
  readonly #session: DecoderSession;

  constructor(session: DecoderSession, contextLength: number) {
    this.#session = session;
    this.contextLength = contextLength;
  }

  /** @throws PlaygroundError if prompt and response do not fit the context */
  async processRewards(promptIds: readonly number[], responseIds: readonly number[]): Promise<ProcessRewards> {
    const [rewards] = await this.processRewardsOf([{ promptIds, responseIds }]);
    return rewards as ProcessRewards;
  }

  /** The process rewards of responses, in their order; computed in right-padded batches of similar length. */
  async processRewardsOf(records: readonly PromptAndResponse[]): Promise<ProcessRewards[]> {
    for (const { promptIds, responseIds } of records)
      checkContext(this.contextLength, promptIds.length, responseIds.length);
    const byLength = records.map((_, i) => i).sort((a, b) => lengthOf(records[a]) - lengthOf(records[b]));
    const results = new Array<ProcessRewards>(records.length);
    for (let start = 0; start < byLength.length; start += ROWS) {
      const indices = byLength.slice(start, start + ROWS);
      const batch = await this.#runBatch(indices.map((i) => records[i] as PromptAndResponse));
      indices.forEach((index, row) => {
        results[index] = batch[row] as ProcessRewards;
      });
    }
    return results;
  }

  /**
   * Reads a prompt and a given beginning of the response, and returns a stream that judges further tokens one by one.
   */
  async stream(promptIds: readonly number[], responseIds: readonly number[] = []): Promise<RewardStream> {
    checkContext(this.contextLength, promptIds.length, responseIds.length);
    const read = await this.#session.run(denseBatch(1, [...promptIds, ...responseIds], 0), null);
    return new RewardStream(this.#session, this.contextLength, promptIds.length, read);
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  async #runBatch(records: readonly PromptAndResponse[]): Promise<ProcessRewards[]> {
    const batch = rightPaddedBatch(records.map(({ promptIds, responseIds }) => [...promptIds, ...responseIds]));
    const { rewards, cache } = await this.#session.run(batch, null);
    cache.dispose();
    return records.map((record, row) => {
      const start = row * batch.length + record.promptIds.length;
      const all = rewards as Float32Array;
      return { prompt: all[start - 1] as number, tokens: all.slice(start, start + record.responseIds.length) };
    });
  }
}

function lengthOf(record: PromptAndResponse | undefined): number {
  return record ? record.promptIds.length + record.responseIds.length : 0;
}
