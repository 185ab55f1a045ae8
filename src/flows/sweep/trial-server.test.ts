import { expect, test } from "vitest";
import { loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { checkPlan, trialsOf } from "../../engine/sweep/plan.ts";
import type { FromTrialWorker } from "../../engine/sweep/trial-messages.ts";
import { goldenSource } from "../../testing/golden.ts";
import { materialsOf } from "../../testing/run-materials.ts";
import { SHORT_PAIRS } from "../../testing/short-runs.ts";
import { SWEEP_MATERIAL } from "../../testing/sweep-material.ts";
import { serveTrials } from "./trial-server.ts";

const plan = checkPlan({ vary: { rho: { range: [0, 1] } }, trials: 1 }, "test");

/** The messages of a worker whose trial ends with an error and whose device is lost after `lostAfter` milliseconds. */
async function told(error: Error, lostAfter: number | null): Promise<FromTrialWorker[]> {
  const messages: FromTrialWorker[] = [];
  const lost = new Promise<PlaygroundError>((resolve) => {
    if (lostAfter === null) return;
    setTimeout(() => resolve(new PlaygroundError({ what: "The GPU was lost", found: "a reset" })), lostAfter);
  });
  const base = await loadCheckpoint(await goldenSource("llama"));
  const materials = { ...materialsOf(base, SHORT_PAIRS), of: () => Promise.reject(error) };
  const share = { pairs: null, heldOut: null };
  const answer = serveTrials(
    async () => ({ materials, share, material: SWEEP_MATERIAL, lost }),
    (message) => messages.push(message),
  );
  await answer({ type: "open", setup: null });
  await answer({ type: "run", requests: trialsOf(plan), objective: plan.objective, marks: [[]] });
  return messages.slice(1);
}

test("a trial does not fail of a device that is lost under it", async () => {
  expect(await told(new Error("an array was freed"), 5)).toEqual([
    { type: "lost", report: { what: "The GPU was lost", found: "a reset" } },
  ]);
});

test("any other error is the trial's, and leaves a worker that is not to be trusted", async () => {
  const [ended, ...others] = await told(new Error("an array was freed"), null);
  expect(ended).toMatchObject({ type: "ended", sound: false, outcomes: [{ status: "failed" }] });
  expect(others).toEqual([]);
  const [diverged] = await told(new PlaygroundError({ what: "The run diverged" }), null);
  expect(diverged).toMatchObject({ type: "ended", sound: true, outcomes: [{ error: { what: "The run diverged" } }] });
});
