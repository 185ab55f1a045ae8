import { expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { startCensus } from "../../testing/jax-census.ts";
import { describePacked } from "../../testing/packed-weights-suite.ts";
import { LORA_RUN, SHORT_PAIRS } from "../../testing/short-runs.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { RewardRun } from "../training/reward-run.ts";

describePacked("wasm");

test("a run says how far packed weights move its first rewards: 4 bits further than 8, and it learns all the same", async () => {
  const base: Checkpoint = await loadCheckpoint(await goldenSource("llama"));
  const material = { base, pairs: SHORT_PAIRS, heldOut: [], padTokenId: 0 };
  const movement = async (frozenAs: "float32" | "int8" | "int4") => {
    const census = startCensus("wasm");
    const run = new RewardRun(LORA_RUN, material, null, { path: "layered", frozenAs, bytes: 0, frozen: null });
    const moved = await run.moved();
    const { loss } = await run.advance();
    run.dispose();
    expect([census.arrays(), Number.isFinite(loss)]).toEqual([0, true]);
    census.stop();
    return moved;
  };
  const [none, eight, four] = [await movement("float32"), await movement("int8"), await movement("int4")];
  expect(none).toBeNull();
  expect(eight?.mean).toBeGreaterThan(0);
  expect(eight?.largest).toBeLessThan(0.1 * (eight?.spread ?? 0));
  expect(four?.mean).toBeGreaterThan(4 * (eight?.mean ?? 0));
  expect(four?.spread).toBe(eight?.spread);
});
