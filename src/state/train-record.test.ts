import { expect, test } from "vitest";
import { type HeldOutEvaluation, RunHistory } from "../engine/training/run-history.ts";
import { UpdateStream } from "../worker/handlers/train/updates.ts";
import type { RunUpdate, SignalFrame, TrainingEvent } from "../worker/training-records.ts";
import { TrainRecord } from "./train-record.ts";

const update = (step: number, from: number, steps: number[], evaluations: HeldOutEvaluation[] = []): RunUpdate => ({
  step,
  curves: { from, steps, values: { loss: steps.map((s) => s / 10) } },
  evaluations,
});
const evaluation = (step: number): HeldOutEvaluation => ({
  step,
  accuracy: step / 100,
  margin: 0,
  chosen: [],
  rejected: [],
});

function frame(run: string, step: number, reward = step): SignalFrame {
  const side = { rewards: [reward, -reward], mean: 0, outcome: [0], consistency: null };
  return { run, pair: 3, step, signal: { chosen: side, rejected: side }, q: { chosen: [1], rejected: [1] } };
}

test("patches replace what they are newer than", () => {
  const record = new TrainRecord();
  record.apply({ bt: update(2, 0, [1, 2]) }, []);
  record.apply({ bt: update(4, 1, [2, 3, 4]) }, []);
  expect(record.track("bt").curves).toEqual({ steps: [1, 2, 3, 4], values: { loss: [0.1, 0.2, 0.3, 0.4] } });
  record.apply({ bt: update(4, 0, [2, 4]) }, []);
  expect(record.track("bt").curves.steps).toEqual([2, 4]);
  expect(record.lastStep).toBe(4);
});

test("a moment shows the newest recording and measurement before it", () => {
  const record = new TrainRecord();
  record.apply(
    { bt: update(20, 0, [], [evaluation(10), evaluation(20)]) },
    [0, 5, 10].map((step) => frame("bt", step)),
  );
  expect(record.frame("bt", 3, 7)?.step).toBe(5);
  expect(record.frame("bt", 3, Number.POSITIVE_INFINITY)?.step).toBe(10);
  expect(record.frame("bt", 0, 7)).toBeNull();
  expect(record.evaluation("bt", 19)?.step).toBe(10);
  expect(record.evaluation("bt", 9)).toBeNull();
  expect(record.recordedSteps(3)).toEqual([0, 5, 10]);
  expect(record.rewardRange(3)).toEqual([-10, 10]);
});

test("a run that goes on from a snapshot writes over what came after it", () => {
  const record = new TrainRecord();
  record.apply(
    { bt: update(8, 0, [], [evaluation(8)]) },
    [0, 4, 8].map((step) => frame("bt", step)),
  );
  record.apply({ bt: update(6, 0, [], [evaluation(6)]) }, [frame("bt", 5)]);
  expect(record.recordedSteps(3)).toEqual([0, 4, 5]);
  expect(record.track("bt").history.evaluations.map(({ step }) => step)).toEqual([6]);
});

test("a long training keeps its first and its newest recording, and not all between", () => {
  const record = new TrainRecord();
  for (let step = 0; step <= 5000; step++) record.apply({}, [frame("bt", step)]);
  const steps = record.recordedSteps(3);
  expect(steps.length).toBeLessThanOrEqual(601);
  expect([steps[0], steps.at(-1)]).toEqual([0, 5000]);
});

test("a training of 100,000 steps stays small on either side, and its messages do not grow", () => {
  const steps = 100_000;
  const kept = new RunHistory();
  const record = new TrainRecord();
  const sizes: number[] = [];
  const updates = new UpdateStream((event: TrainingEvent) => {
    if (event.type !== "update") return;
    sizes.push(JSON.stringify(event).length);
    record.apply(event.runs, event.frames);
  });
  updates.hear({ type: "begun", run: "icrm", step: 0, rows: [], history: kept });
  for (let step = 1; step <= steps; step++) {
    const row = { step, loss: 1 / step, grad_norm: 1, learning_rate: 0.1, tokens_per_second: 9 };
    const measured = step % 10 === 0 ? evaluation(step) : null;
    updates.hear({ type: "stepped", run: "icrm", row, evaluation: measured });
    if (measured) kept.measure(measured);
    const { run: _, ...signal } = frame("icrm", step, 0.5);
    kept.record(signal);
    updates.hear({ type: "recorded", run: "icrm", recordings: [signal] });
    // Eight updates a second, at 40 steps a second.
    if (step % 5 === 0) updates.hear({ type: "resting" });
  }
  const { curves, history } = record.track("icrm");
  expect(curves.steps.length).toBeLessThanOrEqual(2000);
  expect(curves.steps.at(-1)).toBe(steps);
  expect(history.allRecordings.length).toBeLessThanOrEqual(600);
  expect(history.evaluations.length).toBeLessThanOrEqual(600);
  expect(kept.allRecordings.length).toBeLessThanOrEqual(600);
  // Whole curves are sent again only when points are merged; all other updates are as small as the first ones.
  const whole = sizes.filter((size) => size > 20_000);
  expect(whole.length).toBeLessThan(12);
  const usual = sizes.filter((size) => size <= 20_000);
  expect(Math.max(...usual.slice(-1000))).toBeLessThan(1.2 * Math.max(...usual.slice(0, 1000)));
});
