import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { goldenExpectation, goldenSource } from "../../testing/golden.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { PlaygroundError } from "../errors.ts";
import { decoderModel } from "../onnx/decoder-graph.ts";
import { openSession } from "../onnx/session.ts";
import type { ProcessRewards } from "./judge.ts";
import { openRewardModel, RewardModel } from "./reward-model.ts";

const wasm = { backend: "wasm", threads: 1 } as const;
const prompt = [1, 14, 20];
const responses = [[5], [9, 40, 2], [], [7, 7, 8, 30, 31, 32, 2]];

let model: RewardModel;
beforeAll(async () => {
  model = await openRewardModel(await loadCheckpoint(await goldenSource("qwen3")), wasm);
});
afterAll(() => model.release());

describe("process rewards", () => {
  const { sequences } = goldenExpectation("qwen3");
  const unpadded = sequences.filter(({ attention_mask }) => attention_mask.every((visible) => visible === 1));

  test.for(unpadded)("are the reference's, $name", async ({ input_ids, rewards }) => {
    const found = await model.processRewards(input_ids.slice(0, 2), input_ids.slice(2));
    expectClose(found, { prompt: rewards[1] as number, tokens: Float32Array.from(rewards.slice(2)) }, 1e-4);
  });

  test("of a batch are those of each alone, in its order", async () => {
    const records = Array.from({ length: 10 }, () => responses)
      .flat()
      .map((responseIds) => ({ promptIds: prompt, responseIds }));
    const batch = await model.processRewardsOf(records);
    expect(batch).toHaveLength(40);
    for (const [i, { promptIds, responseIds }] of records.entries()) {
      expectClose(batch[i], await model.processRewards(promptIds, responseIds), 1e-5);
    }
  });

  test("of many responses to one prompt read the prompt once", async () => {
    const checkpoint = await loadCheckpoint(await goldenSource("qwen3"));
    const session = await openSession(
      decoderModel(checkpoint.config, checkpoint.weights, checkpoint.valueHead, { logits: false, cache: "fresh" }),
      checkpoint.config,
      wasm,
    );
    const run = vi.spyOn(session, "run");
    const long = Array.from({ length: 40 }, (_, i) => 3 + i);
    const counted = new RewardModel(session, 64);
    const answers = Array.from({ length: 20 }, (_, i) => ({ promptIds: long, responseIds: [5 + i, 9, 2] }));
    const others = [2, 3, 4].map((id) => ({ promptIds: [1, id], responseIds: [6] }));
    const found = await counted.processRewardsOf([...others, ...answers]);
    const read = run.mock.calls.reduce((sum, [{ rows, length }]) => sum + rows * length, 0);
    expect(read).toBe(40 + 20 * 3 + 3 * 3);
    for (const i of [0, 3, 22]) {
      const { promptIds, responseIds } = [...others, ...answers][i] as (typeof answers)[number];
      expectClose(found[i], await model.processRewards(promptIds, responseIds), 1e-5);
    }
    await counted.release();
  });

  test("of different prompts share a batch", async () => {
    const records = [
      { promptIds: [1, 5, 6, 7], responseIds: [8] },
      { promptIds: [1], responseIds: [3, 4] },
    ];
    const batch = await model.processRewardsOf(records);
    expectClose(batch[1], await model.processRewards([1], [3, 4]), 1e-5);
  });

  test("of nothing are nothing", async () => {
    expect(await model.processRewardsOf([])).toEqual([]);
  });
});

describe("stream", () => {
  test.for([0, 1, 4])("token by token after %i fixed ones gives what the whole gives", async (fixed) => {
    const response = responses[3] as number[];
    const whole = await model.processRewards(prompt, response);
    const stream = await model.stream(prompt, response.slice(0, fixed));
    expect(stream.tokens).toHaveLength(fixed);
    const appended = await Promise.all(response.slice(fixed).map((id) => stream.append(id)));
    await stream.dispose();
    expect(stream.tokens.slice(fixed)).toEqual(appended);
    expectClose({ prompt: stream.prompt, tokens: Float32Array.from(stream.tokens) }, whole, 1e-5);
  });

  test("says when the context is full, and goes on saying it", async () => {
    const stream = await model.stream(prompt, Array(61).fill(4));
    await expect(stream.append(4)).rejects.toThrow(/at most 64 tokens, found 65/);
    await expect(stream.append(4)).rejects.toThrow(PlaygroundError);
    await stream.dispose();
  });
});

test("what does not fit is refused with both numbers", async () => {
  await expect(model.processRewards(prompt, Array(62).fill(4))).rejects.toThrow(/at most 64 tokens, found 65/);
  await expect(model.processRewards([], [4])).rejects.toThrow(/prompt is empty/);
});

test("a head of two layers is applied with its ReLU: a row and its opposite, less each other, are the row", async () => {
  const checkpoint = await loadCheckpoint(await goldenSource("qwen3"));
  const { weight: row, bias } = checkpoint.valueHead as NonNullable<typeof checkpoint.valueHead>;
  const inner = { weight: Float32Array.of(...row, ...row.map((x) => -x)), bias: new Float32Array(2) };
  const two = await openRewardModel(
    { ...checkpoint, valueHead: { weight: Float32Array.of(1, -1), bias, inner } },
    wasm,
  );
  const sequence = [prompt, responses[3] as number[]] as const;
  expectClose(await two.processRewards(...sequence), await model.processRewards(...sequence), 1e-4);
  await two.release();
});

test("a checkpoint without a value head is refused", async () => {
  const checkpoint = await loadCheckpoint(await goldenSource("qwen3"));
  await expect(openRewardModel({ ...checkpoint, valueHead: null }, wasm)).rejects.toThrow(/no value head/);
});

function expectClose(found: ProcessRewards | undefined, expected: ProcessRewards, tolerance: number): void {
  expect(found?.tokens).toHaveLength(expected.tokens.length);
  const pairs = Array.from(expected.tokens, (reward, t) => [found?.tokens[t], reward]);
  pairs.push([found?.prompt, expected.prompt]);
  for (const [a = Number.NaN, b = Number.NaN] of pairs) expect(Math.abs(a - b)).toBeLessThan(tolerance);
}
