import { BUDGET, initialJavaScript } from "../scripts/initial-javascript.ts";
import type { Benchmark } from "./benchmark.ts";
import { counted } from "./figures.ts";

/** Measures what a first visit downloads before the page can be used. */
export const size: Benchmark = {
  name: "size",
  about: "The JavaScript a first visit loads before the engine, after gzip.",
  async run({ site }) {
    const { folder } = await site();
    const total = initialJavaScript(folder).reduce((sum, { gzip }) => sum + gzip, 0);
    return [counted("initial JavaScript", total / 1000, "kB", { atMost: BUDGET / 1000 })];
  },
};
