import type { Benchmark } from "./benchmark.ts";
import { measured, ratio } from "./figures.ts";
import { withPage } from "./in-page.ts";
import type { SideBySideTimes } from "./side-by-side.worker.ts";

const ROUNDS = 5;
const STEPS = 40;

/** Measures what a worker for each run gains. */
export const sideBySide: Benchmark = {
  name: "side-by-side",
  about: `The Train page's default, BT, GRM and ICRM on the embedded pairs, ${STEPS} steps, in Chromium on Wasm: a worker a run ÷ in turns, which may use all threads.`,
  run: () =>
    withPage(async (call) => {
      const times = { turns: [] as SideBySideTimes[], workers: [] as SideBySideTimes[] };
      for (let round = 0; round < ROUNDS; round++) {
        for (const way of round % 2 === 0 ? (["turns", "workers"] as const) : (["workers", "turns"] as const)) {
          times[way].push(await call("side-by-side-in-page.ts", "timeSideBySide", STEPS, way === "workers"));
        }
      }
      const seconds = (way: keyof typeof times, what: keyof SideBySideTimes) =>
        times[way].map((one) => one[what] / 1000);
      return [
        measured("in turns, from Start to the first step", seconds("turns", "first"), "s"),
        measured("in workers, from Start to the first step", seconds("workers", "first"), "s", { atMost: 3 }),
        measured("in turns, from Start to the end", seconds("turns", "all"), "s"),
        measured("in workers, from Start to the end", seconds("workers", "all"), "s"),
        ratio("workers ÷ turns", seconds("workers", "all"), seconds("turns", "all"), { atMost: 0.62 }),
      ];
    }),
};
