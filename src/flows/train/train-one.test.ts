import { beforeAll, describe, expect, test } from "vitest";
import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { openJax } from "../../engine/jax.ts";
import { RewardRun } from "../../engine/training/reward-run.ts";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { materialsOf } from "../../testing/run-materials.ts";
import { LORA_RUN, SHORT_PAIRS } from "../../testing/short-runs.ts";
import { trainOne } from "./train-one.ts";

let base: Checkpoint;
beforeAll(async () => {
  await openJax("wasm");
  base = await loadCheckpoint(await goldenSource("llama"));
});

const materials = () => materialsOf(base, SHORT_PAIRS);
const run = { id: "a", name: "a", config: { ...LORA_RUN, steps: 3, evalSteps: 3 } };
const all = { pairs: null, heldOut: null };
const responses = SHORT_PAIRS.map(({ chosen }) => chosen);

describe("one reward model, trained without a record", () => {
  test("is the one that its run alone would give, measured at its end; nothing of it is left over", async () => {
    const alone = new RewardRun(run.config, { base, pairs: SHORT_PAIRS, heldOut: SHORT_PAIRS, padTokenId: 0 });
    while (!alone.done) await alone.advance();
    const expected = [await alone.evaluate(), await alone.rewardsOf(responses)];
    alone.dispose();

    const census = startCensus("wasm");
    const before = census.arrays();
    const found = await trainOne(materials(), run, all, async ({ run, measured }) => [
      measured,
      await run.rewardsOf(responses),
    ]);
    expect(found).toEqual(expected);
    expect(census.arrays()).toBe(before);
  });

  test("is not measured where no held-out pairs are asked for", async () => {
    expect(await trainOne(materials(), run, { ...all, heldOut: 0 }, async ({ measured }) => measured)).toBeNull();
  });

  test("an error of whoever reads it comes back, and so does a divergence", async () => {
    const broken = trainOne(materials(), run, all, async () => {
      throw new Error("not readable");
    });
    await expect(broken).rejects.toThrow("not readable");
    const diverging = { ...run, config: { ...run.config, learningRate: 1e30 } };
    await expect(trainOne(materials(), diverging, all, async () => {})).rejects.toThrow(/not finite|diverged/);
  });
});
