import type { Benchmark } from "./benchmark.ts";
import { measured, ratio } from "./figures.ts";
import { withPage } from "./in-page.ts";
import type { SideBySideTimes } from "./side-by-side.worker.ts";
import type { Arrangement } from "./side-by-side-in-page.ts";

const ROUNDS = 5;
const STEPS = 40;
const ARRANGEMENTS: readonly Arrangement[] = ["one thread", "turns", "workers"];

/** Measures what a worker for each run gains. */
export const sideBySide: Benchmark = {
  name: "side-by-side",
  about: `The Train page's default, BT, GRM and ICRM on the embedded pairs, ${STEPS} steps, in Chromium on Wasm: a worker for each run, runs in turns of which each may use all threads, and runs in turns on one thread.`,
  run: () =>
    withPage(async (call) => {
      const times: Record<Arrangement, SideBySideTimes[]> = { "one thread": [], turns: [], workers: [] };
      for (let round = 0; round < ROUNDS; round++) {
        for (const arrangement of round % 2 === 0 ? ARRANGEMENTS : ARRANGEMENTS.toReversed()) {
          times[arrangement].push(await call("side-by-side-in-page.ts", "timeSideBySide", STEPS, arrangement));
        }
      }
      const seconds = (arrangement: Arrangement, what: keyof SideBySideTimes) =>
        times[arrangement].map((one) => one[what] / 1000);
      const [oneThread, turns, workers] = ARRANGEMENTS.map((arrangement) => seconds(arrangement, "all")) as [
        number[],
        number[],
        number[],
      ];
      return [
        measured("in turns, from Start to the first step", seconds("turns", "first"), "s"),
        measured("in workers, from Start to the first step", seconds("workers", "first"), "s", { atMost: 3 }),
        measured("in turns on one thread, from Start to the end", oneThread, "s"),
        measured("in turns, from Start to the end", turns, "s"),
        measured("in workers, from Start to the end", workers, "s"),
        ratio("workers ÷ turns on one thread", workers, oneThread, { atMost: 0.62 }),
        ratio("turns ÷ turns on one thread", turns, oneThread),
        ratio("workers ÷ turns", workers, turns),
      ];
    }),
};
