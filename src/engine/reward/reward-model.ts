import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { grouped } from "../grouped.ts";
import { checkContext } from "../onnx/context.ts";
import { decoderModel } from "../onnx/decoder-graph.ts";
import { cacheFormOn, type DecoderSession, openSession, type RuntimeOptions } from "../onnx/session.ts";
import { denseBatch, rightPaddedBatch } from "../onnx/token-batch.ts";
import type { Judge, ProcessRewards, PromptAndResponse } from "./judge.ts";
import { RewardStream } from "./reward-stream.ts";

// Enough rows to fill a matrix product, and few enough that padding and memory stay small.
const ROWS = 16;

/** Responses to one prompt from which on the prompt is read once for all: for fewer a run of their own costs more. */
const SHARED_FROM = 4;

/** Opens a checkpoint with a value head. @throws PlaygroundError if it has none */
export async function openRewardModel(
  { config, weights, valueHead }: Pick<Checkpoint, "config" | "weights" | "valueHead">,
  options: RuntimeOptions,
): Promise<RewardModel> {
  const model = decoderModel(config, weights, valueHead, { logits: false, cache: cacheFormOn(options.backend) });
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

  /**
   * The process rewards of responses, in their order; computed in right-padded batches of similar length. A prompt of
   * several responses is read once.
   */
  async processRewardsOf(records: readonly PromptAndResponse[]): Promise<ProcessRewards[]> {
    for (const { promptIds, responseIds } of records)
      checkContext(this.contextLength, promptIds.length, responseIds.length);
    const results = new Map<PromptAndResponse, ProcessRewards>();
    const alone: PromptAndResponse[] = [];
    for (const group of byPrompt(records)) {
      if (group.length < SHARED_FROM) alone.push(...group);
      else await this.#runAfterPrompt(group, results);
    }
    for (const batch of batchesOf(alone)) {
      const rewards = await this.#runBatch(batch);
      for (const [row, record] of batch.entries()) results.set(record, rewards[row] as ProcessRewards);
    }
    return records.map((record) => results.get(record) as ProcessRewards);
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

  /** Adds the rewards of responses, none of them empty, to one prompt. */
  async #runAfterPrompt(
    records: readonly PromptAndResponse[],
    results: Map<PromptAndResponse, ProcessRewards>,
  ): Promise<void> {
    const [{ promptIds }] = records as readonly [PromptAndResponse];
    const read = await this.#session.run(denseBatch(1, [...promptIds], 0), null);
    const prompt = (read.rewards as Float32Array).at(-1) as number;
    for (const group of batchesOf(records)) {
      const before = await this.#session.selectRows(
        read.cache,
        group.map(() => 0),
      );
      const batch = rightPaddedBatch(
        group.map(({ responseIds }) => responseIds),
        promptIds.length,
      );
      const { rewards, cache } = await this.#session.run(batch, before);
      for (const used of [before, cache]) used.dispose();
      for (const [row, record] of group.entries()) {
        const start = row * batch.length;
        const tokens = (rewards as Float32Array).slice(start, start + record.responseIds.length);
        results.set(record, { prompt, tokens });
      }
    }
    read.cache.dispose();
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

/** Batches of similar length, the shortest first. */
function batchesOf(records: readonly PromptAndResponse[]): PromptAndResponse[][] {
  const lengthOf = ({ promptIds, responseIds }: PromptAndResponse) => promptIds.length + responseIds.length;
  const ordered = records.toSorted((a, b) => lengthOf(a) - lengthOf(b));
  return Array.from({ length: Math.ceil(ordered.length / ROWS) }, (_, i) => ordered.slice(i * ROWS, (i + 1) * ROWS));
}

/** Records in groups of one prompt; each without a token of a response is a group of its own. */
function byPrompt(records: readonly PromptAndResponse[]): PromptAndResponse[][] {
  const [empty, others] = [true, false].map((isEmpty) =>
    records.filter(({ responseIds }) => (responseIds.length === 0) === isEmpty),
  ) as [PromptAndResponse[], PromptAndResponse[]];
  return [...empty.map((record) => [record]), ...grouped(others, ({ promptIds }) => String(promptIds))];
}
