import type { Benchmark } from "./benchmark.ts";
import { measured, median, ratio } from "./figures.ts";
import { withPage } from "./in-page.ts";
import type { ThreadsRequest } from "./threads.worker.ts";

const ROUNDS = 5;
const REQUEST: ThreadsRequest = { base: "models/backbone", pairs: 8, length: 96, steps: 8 };

/** What one run in a page gains by the threads among which every kernel is shared out. */
export const threads: Benchmark = {
  name: "threads",
  about: `ICRM on the embedded model in Chromium on Wasm, all weights, ${REQUEST.pairs} pairs of ${REQUEST.length} tokens a step, median of ${REQUEST.steps} steps in each of ${ROUNDS} fresh workers: kernels on all threads ÷ on one.`,
  run: () =>
    withPage(async (call) => {
      const times = { one: [] as number[], all: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        const order = ["one", "all"] as const;
        for (const way of round % 2 === 0 ? order : order.toReversed()) {
          times[way].push(median(await call<number[]>("threads-in-page.ts", "timeThreads", REQUEST, way)));
        }
      }
      return [
        measured("one thread", times.one, "ms a step"),
        measured("all threads", times.all, "ms a step"),
        ratio("all threads ÷ one", times.all, times.one, { atMost: 0.65 }),
      ];
    }),
};
