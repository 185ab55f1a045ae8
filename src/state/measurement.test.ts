import { expect, test, vi } from "vitest";
import { PlaygroundError } from "../engine/errors.ts";
import type { Evaluation } from "../engine/evaluation/report.ts";
import type { RequestOf } from "../worker/calls.ts";
import type { EngineClient } from "../worker/client.ts";
import { createMeasurement } from "./measurement.ts";
import { readMeasurement, recordedMeasurement } from "./recorded-measurement.ts";

const request = { kind: "evaluate" } as RequestOf<"evaluate">;
const value = { comparisons: [] } as unknown as Evaluation;

/** A measurement whose engine does the work of a test. */
function measurementOf(work: (options: Parameters<EngineClient["request"]>[1]) => Promise<Evaluation>) {
  const client = { request: vi.fn((_, options) => work(options)) } as unknown as EngineClient;
  return createMeasurement<"evaluate">({ client, ready: () => Promise.resolve() }, "The evaluation");
}

test("tells how far it is, then what came out", async () => {
  const seen: unknown[] = [];
  const measurement = measurementOf(async (options) => {
    options?.onEvent?.({ stage: "rewards", doing: "Scoring", done: 1, of: 4, secondsLeft: 2 } as never);
    seen.push(measurement.store.getState().progress);
    return value;
  });
  await measurement.start(request, []);
  expect(seen).toEqual([{ stage: "rewards", doing: "Scoring", done: 1, of: 4, secondsLeft: 2 }]);
  expect(measurement.store.getState()).toMatchObject({
    status: "idle",
    progress: null,
    measured: { request, models: [], value },
  });
});

test("cancelled, it keeps the result before and says how far it came", async () => {
  let cancelled = false;
  const measurement = measurementOf((options) => {
    if (!cancelled) return Promise.resolve(value);
    options?.onEvent?.({ stage: "rewards", doing: "Scoring", done: 3, of: 4 } as never);
    return new Promise((_, reject) => {
      options?.signal?.addEventListener("abort", () => reject(new DOMException("Cancelled", "AbortError")));
    });
  });
  await measurement.start(request, []);
  cancelled = true;
  const running = measurement.start(request, []);
  await Promise.resolve();
  measurement.cancel();
  expect(measurement.store.getState().status).toBe("stopping");
  await running;
  expect(measurement.store.getState()).toMatchObject({
    status: "cancelled",
    progress: { done: 3, of: 4 },
    measured: { value },
    error: null,
  });
});

test("an error is told, and another start is possible", async () => {
  let fails = true;
  const measurement = measurementOf(async () => {
    if (fails) throw new PlaygroundError({ what: "The file is empty" });
    return value;
  });
  await measurement.start(request, []);
  expect(measurement.store.getState()).toMatchObject({ status: "idle", error: { what: "The file is empty" } });
  fails = false;
  await measurement.start(request, []);
  expect(measurement.store.getState()).toMatchObject({ error: null, measured: { value } });
});

test("a recorded measurement is shown until there is one, and no longer called recorded then", async () => {
  const measurement = measurementOf(async () => value);
  const recorded = { request, models: [], value: { comparisons: [] } as unknown as Evaluation };
  const state = () => measurement.store.getState();
  measurement.showRecording(readMeasurement("evaluate")(recordedMeasurement("evaluate", recorded), "here"));
  expect([state().measured, state().recorded]).toEqual([recorded, true]);
  measurement.clear();
  expect([state().measured, state().recorded]).toEqual([null, false]);
  measurement.showRecording(recorded);
  await measurement.start(request, []);
  expect([state().measured?.value, state().recorded]).toEqual([value, false]);
  measurement.showRecording(recorded);
  expect(state().recorded).toBe(false);
  expect(() => readMeasurement("bestOfN")(recordedMeasurement("evaluate", recorded), "x.json")).toThrow("of this kind");
});
