import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type StageProgress, StageReporter } from "./stage-reporter.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("counts on the speed of the stage since it began, not on what was there before", () => {
  const told: StageProgress<string>[] = [];
  const reporter = new StageReporter((progress) => told.push(progress));
  const after = (seconds: number, stage: string, done: number) => {
    vi.advanceTimersByTime(1000 * seconds);
    reporter.progress(stage, done, 100);
  };
  after(0, "scoring", 50);
  after(1, "scoring", 60);
  after(2, "scoring", 70);
  after(1, "scoring", 80);
  after(1, "figures", 0);
  // The first piece compiles, so the pace is measured from the second piece on.
  expect(told.map(({ secondsLeft }) => secondsLeft)).toEqual([null, null, 6, 3, null]);
});

test("is quiet between two reports that come fast, but not about an end", () => {
  const told: number[] = [];
  const reporter = new StageReporter<string>(({ done }) => told.push(done));
  for (let done = 0; done <= 10; done++) reporter.progress("scoring", done, 10);
  expect(told).toEqual([0, 10]);
});
