import { describe, expect, test } from "vitest";
import { SWEEP_MATERIAL } from "../../testing/sweep-material.ts";
import { calibrate, calibrationText, soonest } from "./calibrate.ts";
import { checkPlan, trialsOf } from "./plan.ts";
import { type TrialChannel, TrialWorker } from "./trial-worker.ts";

const sized = (steps: number) =>
  trialsOf(checkPlan({ base: { steps }, vary: { learningRate: { logRange: [1e-4, 1e-2] } }, trials: 16 }, "test"));
const trials = sized(10_000);

/** Milliseconds of a step with `together` trials as one population while `busy` workers are computing; null fails. */
type Cost = (together: number, busy: number) => number | null;

/** A machine whose workers report steps of this cost; it counts the workers that are still open. */
function machine(cost: Cost) {
  let open = 0;
  let busy = 0;
  const spawn = () => {
    let hear: Parameters<TrialChannel<null>["listen"]>[0] = () => {};
    open += 1;
    const channel: TrialChannel<null> = {
      post(message) {
        if (message.type === "open") setTimeout(() => hear({ type: "opened", material: SWEEP_MATERIAL }), 0);
        if (message.type !== "time") return;
        busy += 1;
        setTimeout(() => {
          const milliseconds = cost(message.requests.length, busy);
          setTimeout(() => {
            busy -= 1;
            if (milliseconds === null) hear({ type: "untimed", report: { what: "out of memory" } });
            else hear({ type: "timed", milliseconds });
          }, 0);
        }, 0);
      },
      listen(onMessage) {
        hear = onMessage;
      },
      close() {
        open -= 1;
      },
    };
    return new TrialWorker<null>(channel, null);
  };
  return { spawn, open: () => open };
}

describe("on a machine of its kind the fastest is found", () => {
  const cores: Cost = (together) => 10 * together;
  const oneQueue: Cost = (together, busy) => busy * (10 + together);
  const both: Cost = (together) => 10 + 2 * together;
  const narrow: Cost = (together, busy) => 10 * together * busy;
  test.each([
    { what: "a core a worker", cost: cores, fastest: { workers: 2, together: 1 } },
    { what: "one queue", cost: oneQueue, fastest: { workers: 1, together: 8 } },
    { what: "cores, and gains from populations", cost: both, fastest: { workers: 2, together: 8 } },
    { what: "nothing gained by anything", cost: narrow, fastest: { workers: 1, together: 1 } },
  ])("$what", async ({ cost, fastest }) => {
    const { spawn, open } = machine(cost);
    const calibration = await calibrate(trials, 2, spawn);
    expect(calibration.fastest).toEqual(fastest);
    expect(calibration.paces).toHaveLength(4);
    expect(open()).toBe(0);
  });

  test("what does not run is not chosen", async () => {
    const { spawn } = machine((together) => (together > 1 ? null : 10));
    expect((await calibrate(trials, 2, spawn)).fastest).toEqual({ workers: 2, together: 1 });
  });
});

describe("trying takes no more than a tenth of the sweep", () => {
  // At a second a step on two workers, a tenth of the time of 16 trials is 0.8 s per step of theirs. Three steps of one
  // run take three seconds, three steps of eight runs take 24.
  test.each([
    { steps: 2, tried: 0, fastest: { workers: 2, together: 1 } },
    { steps: 10, tried: 2, fastest: { workers: 2, together: 1 } },
    { steps: 40, tried: 3, fastest: { workers: 1, together: 8 } },
    { steps: 200, tried: 4, fastest: { workers: 2, together: 8 } },
  ])("$steps steps a trial", async ({ steps, tried, fastest }) => {
    const { spawn } = machine((together) => 900 + 100 * together);
    const calibration = await calibrate(sized(steps), 2, spawn);
    expect(calibration.paces).toHaveLength(tried);
    expect(calibration.fastest).toEqual(fastest);
  });
});

test("where there is nothing to choose, nothing is tried", async () => {
  const { spawn, open } = machine(() => null);
  expect(await calibrate(trials.slice(0, 2), 8, spawn)).toEqual({ fastest: { workers: 2, together: 1 }, paces: [] });
  expect(open()).toBe(0);
});

test("rounds count, not the rate alone", () => {
  const pool = { workers: 2, together: 1, rate: 2 };
  const population = { workers: 1, together: 8, rate: 2.5 };
  expect(soonest([pool, population], 16)).toEqual({ workers: 1, together: 8 });
  expect(soonest([pool, population], 9)).toEqual({ workers: 2, together: 1 });
});

test("what was chosen is said, and whether it was tried", () => {
  const alone = { workers: 1, together: 1, rate: 2 };
  const both = { workers: 2, together: 8, rate: 5 };
  expect(calibrationText({ fastest: both, paces: [alone, both] })).toBe(
    "8 trials as one program on each of 2 workers: 2.5 × the pace of one after another",
  );
  expect(calibrationText({ fastest: alone, paces: [alone, both] })).toMatch(/nothing here outpaces/);
  expect(calibrationText({ fastest: { workers: 2, together: 1 }, paces: [] })).toMatch(/^2 workers, .* longer/);
});
