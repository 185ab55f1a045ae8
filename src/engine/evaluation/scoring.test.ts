import { expect, test } from "vitest";
import { FakeLM } from "../../testing/fake-lm.ts";
import type { ProcessRewards } from "../reward/judge.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import { probabilitiesOf, scoreResponses } from "./scoring.ts";

/** Rewards a token by its id, and records the lengths of the sequences in every batch. */
class FakeRewardModel {
  readonly batches: number[][] = [];

  async processRewardsOf(records: readonly { promptIds: readonly number[]; responseIds: readonly number[] }[]) {
    this.batches.push(records.map(({ promptIds, responseIds }) => promptIds.length + responseIds.length));
    return records.map(({ responseIds }): ProcessRewards => ({ prompt: 0, tokens: Float32Array.from(responseIds) }));
  }
}

const responses = Array.from({ length: 150 }, (_, i) => ({
  promptIds: [1],
  responseIds: Array.from({ length: 1 + ((7 * i) % 40) }, (_, t) => i + t),
  where: `line ${i + 1}`,
}));

test("rewards come in the order of the responses, computed in batches of similar length", async () => {
  const model = new FakeRewardModel();
  const progress: number[] = [];
  const rewards = await scoreResponses(model, responses, new Map(), { onProgress: (done) => progress.push(done) });
  expect(rewards.map(({ tokens }) => [...tokens])).toEqual(responses.map(({ responseIds }) => responseIds));
  expect(model.batches.map((batch) => batch.length)).toEqual([64, 64, 22]);
  expect(model.batches.flat()).toEqual(model.batches.flat().toSorted((a, b) => a - b));
  expect(progress).toEqual([0, 64, 128, 150]);
});

test("cancelled, it keeps what is done and goes on from there", async () => {
  const model = new FakeRewardModel();
  const cache = new Map<string, ProcessRewards>();
  const controller = new AbortController();
  const cancelled = scoreResponses(model, responses, cache, {
    onProgress: (done) => done === 64 && controller.abort(),
    signal: controller.signal,
  });
  await expect(cancelled).rejects.toThrow(/abort/);
  expect(cache.size).toBe(64);

  const progress: number[] = [];
  const rewards = await scoreResponses(model, responses, cache, { onProgress: (done) => progress.push(done) });
  expect(progress[0]).toBe(64);
  expect(model.batches.flat()).toHaveLength(150);
  expect(rewards.map(({ tokens }) => tokens.length)).toEqual(responses.map(({ responseIds }) => responseIds.length));
});

test("the same response elsewhere has the same rewards, another one has its own", async () => {
  const model = new FakeRewardModel();
  const cache = new Map<string, ProcessRewards>();
  const twice = { promptIds: [1], responseIds: [5, 6], where: "a" };
  expect(await scoreResponses(model, [twice, twice], cache)).toHaveLength(2);
  const [same, other] = await scoreResponses(
    model,
    [
      { promptIds: [1], responseIds: [5, 6], where: "b" },
      { promptIds: [1, 5], responseIds: [6], where: "c" },
    ],
    cache,
  );
  expect([...(same?.tokens ?? [])]).toEqual([5, 6]);
  expect([...(other?.tokens ?? [])]).toEqual([6]);
  expect(model.batches).toEqual([[3], [3]]);
});

test("a reward that is no number is named with its response", async () => {
  const broken = { processRewardsOf: async () => [{ prompt: 0, tokens: Float32Array.of(Number.NaN) }] };
  const [response] = responses as [(typeof responses)[number]];
  await expect(scoreResponses(broken, [response], new Map())).rejects.toThrow(/not a finite number \(line 1\)/);
});

test("generation probabilities come in the order of the responses", async () => {
  // After token i comes token i + 1 with probability ¾, and each of the three others with 1/12.
  const lm = new FakeLM((id) => [0, 1, 2, 3].map((next) => (next === (id + 1) % 4 ? Math.log(9) : 0)));
  const few: PromptedResponse[] = [
    { promptIds: [0, 1], responseIds: [2, 3, 3] },
    { promptIds: [0], responseIds: [1] },
  ];
  const q = await probabilitiesOf(lm, few);
  expect(q.map((each) => each.map((probability) => +probability.toFixed(6)))).toEqual([
    [0.75, 0.75, +(1 / 12).toFixed(6)],
    [0.75],
  ]);
  expect(lm.caches).toBe(0);
  await expect(probabilitiesOf(lm, few, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});
