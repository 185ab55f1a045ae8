import { directorySource } from "../src/cli/files.ts";
import { embeddedBase } from "../src/cli/models.ts";
import { type Checkpoint, loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { openJax } from "../src/engine/jax.ts";
import { pairPositions } from "../src/engine/training/batch-shapes.ts";
import { pairBatches } from "../src/engine/training/pair-schedule.ts";
import { pairTokens, type TokenPair } from "../src/engine/training/pairs.ts";
import type { RewardModelConfig } from "../src/engine/training/reward-model-config.ts";
import { longestParts, type RowLayout } from "../src/engine/training/row-layout.ts";
import type { Benchmark } from "./benchmark.ts";
import { embeddedPairs, icrmConfig, LAYOUTS, type LayoutName, layoutTrainers } from "./embedded-pairs.ts";
import { counted, type Figure, measured, ratio } from "./figures.ts";

/** Steps whose sum is one measurement: the first batches of an epoch. */
const STEPS = 6;
const ROUNDS = 5;

const CASES = {
  "all weights, 8 pairs": icrmConfig({ tuning: "full", batchSize: 8 }),
  "the uppermost layer, 4 pairs": icrmConfig({ tuning: "top", trainableLayers: 1, batchSize: 4 }),
};

/** Measures what reading the prompt of a pair once saves. */
export const sharedPrompts: Benchmark = {
  name: "shared-prompts",
  about: `${STEPS} ICRM steps on embedded pairs, processor time: prompts read once for both responses ÷ once for each.`,
  async run({ device }) {
    await openJax(device.backend);
    const base = await loadCheckpoint(directorySource(await embeddedBase()));
    const pairs = await embeddedPairs(base);
    const figures: Figure[] = [];
    for (const [name, run] of Object.entries(CASES)) figures.push(...(await timeLayouts(name, base, run, pairs)));
    return [...figures, ...positions(CASES["all weights, 8 pairs"], pairs)];
  },
};

async function timeLayouts(name: string, base: Checkpoint, run: RewardModelConfig, pairs: readonly TokenPair[]) {
  const { trainers, dispose } = layoutTrainers(base, run, pairs, STEPS);
  const times: Record<LayoutName, number[]> = { both: [], each: [] };
  for (let round = -1; round < ROUNDS; round++) {
    for (const { name: layout, trainer } of round % 2 === 0 ? trainers : trainers.toReversed()) {
      // Processor time, which other work on the machine changes less than it does the clock's.
      const before = process.cpuUsage();
      for (let step = 0; step < STEPS; step++) await trainer.advance();
      const { user, system } = process.cpuUsage(before);
      // The first round compiles programs.
      if (round >= 0) times[layout].push((user + system) / 1000 / STEPS);
    }
  }
  dispose();
  return [
    measured(`${name}, once for each response`, times.each, "ms a step"),
    measured(`${name}, once for both`, times.both, "ms a step"),
    ratio(`${name}: both ÷ each`, times.both, times.each, { atMost: 0.75 }),
  ];
}

/** Positions that an epoch's batches have, and how many of them hold no token. */
function positions(run: RewardModelConfig, pairs: readonly TokenPair[]): Figure[] {
  const schedule = pairBatches(pairs, run, (batch) => batch);
  const batches = Array.from({ length: Math.floor(pairs.length / run.batchSize) }, (_, step) => schedule(step))
    .flat()
    .map(({ batch }) => batch);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const tokensOf = (layout: RowLayout) =>
    sum(layout.spans.map(({ row, from, to }) => Math.min(to, row.ids.length) - from));
  const both = batches.map(LAYOUTS.both);
  const each = batches.map(LAYOUTS.each);
  const all = (layouts: readonly RowLayout[]) => sum(layouts.map((layout) => layout.positions));
  const tokens = (layouts: readonly RowLayout[]) => sum(layouts.map(tokensOf));
  const padding = (layouts: readonly RowLayout[]) => 100 * (1 - tokens(layouts) / all(layouts));
  return [
    counted("tokens of the responses with their prompts", sum(batches.map(pairTokens)), ""),
    counted("tokens read, once for both", tokens(both), ""),
    counted("positions: both ÷ each", all(both) / all(each), "×"),
    counted("padding, once for each response", padding(each), "%"),
    counted("padding, once for both", padding(both), "%", { atMost: 10 }),
    counted("padding, once for both, if the epoch were sorted by length", sortedPadding(run, pairs), "%"),
    counted("shapes, once for each response", shapes(each), ""),
    counted("shapes, once for both", shapes(both), ""),
  ];
}

/** The least padding of batches whose parts are multiples of 8: those of an epoch that is sorted by length as a whole. */
function sortedPadding({ batchSize }: RewardModelConfig, pairs: readonly TokenPair[]): number {
  const rounded = (length: number) => 8 * Math.ceil(length / 8);
  const parts = pairs.map((pair) => ({ ...longestParts([pair]), tokens: pairTokens([pair]) }));
  parts.sort((a, b) => rounded(a.own) - rounded(b.own) || a.prompt - b.prompt);
  let [positions, tokens] = [0, 0];
  for (let i = 0; i + batchSize <= parts.length; i += batchSize) {
    const batch = parts.slice(i, i + batchSize);
    const most = (part: "prompt" | "own") => rounded(Math.max(...batch.map((pair) => pair[part])));
    positions += batchSize * pairPositions({ prompt: most("prompt"), own: most("own") });
    // The prompt of a pair is read once.
    tokens += batch.reduce((sum, pair) => sum + pair.tokens - pair.prompt, 0);
  }
  return 100 * (1 - tokens / positions);
}

function shapes(layouts: readonly RowLayout[]): number {
  return new Set(layouts.map(({ positions, width }) => `${positions} ${width}`)).size;
}
