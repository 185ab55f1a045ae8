import { expect, test } from "vitest";
import { TimedSchedule } from "./schedule.ts";

/** The seconds at which a loop that asks every tenth of a second saves metrics and snapshots. */
function savedWithin(seconds: number): { metrics: number[]; snapshot: number[] } {
  let now = 0;
  const schedule = new TimedSchedule(() => now);
  const saved = { metrics: [] as number[], snapshot: [] as number[] };
  for (; now <= seconds * 1000; now += 100) {
    const due = schedule.due(1);
    if (!due) continue;
    saved[due].push(now / 1000);
    schedule.saved(due);
  }
  return saved;
}

test("metrics are kept within two seconds, a first snapshot within three", () => {
  const { metrics, snapshot } = savedWithin(4);
  expect(metrics[0]).toBe(2);
  expect(snapshot[0]).toBe(3);
});

test("no moment is further from its last snapshot than half of what was trained, or half a minute", () => {
  const { snapshot } = savedWithin(600);
  for (const [i, at] of snapshot.entries()) {
    if (i > 0) expect(at - (snapshot[i - 1] ?? 0)).toBeLessThanOrEqual(Math.min(30, at / 2 + 0.1));
  }
  expect(snapshot.length).toBeLessThan(30);
});
