import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type StageProgress, StageTeller } from "./stage-teller.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("counts on the speed of the stage since it began, not on what was there before", () => {
  const told: StageProgress<string>[] = [];
  const teller = new StageTeller((progress) => told.push(progress));
  const after = (seconds: number, stage: string, done: number) => {
    vi.advanceTimersByTime(1000 * seconds);
    teller.progress(stage, done, 100);
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
  const teller = new StageTeller<string>(({ done }) => told.push(done));
  for (let done = 0; done <= 10; done++) teller.progress("scoring", done, 10);
  expect(told).toEqual([0, 10]);
});
