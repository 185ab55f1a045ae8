import { availableParallelism } from "node:os";
import { directorySource } from "../src/cli/files.ts";
import { embeddedBase } from "../src/cli/models.ts";
import { runThreads } from "../src/cli/train/run-threads.ts";
import { loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { openJax } from "../src/engine/jax.ts";
import { checkpointTokenizer } from "../src/engine/tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../src/engine/tokenizer/special-ids.ts";
import { pairLength } from "../src/engine/training/pairs.ts";
import type { TrainingMemory } from "../src/engine/training/training-path.ts";
import type { TrainingRun } from "../src/engine/training/training-run.ts";
import { memoryOfRuns } from "../src/flows/train/run-materials.ts";
import { type PlacedRun, RunPlaces } from "../src/flows/train/workers/run-places.ts";
import type { Benchmark } from "./benchmark.ts";
import { embeddedPairs, icrmConfig } from "./embedded-pairs.ts";
import { type Figure, measured, ratio } from "./figures.ts";

const BATCH = 8;
/** Steps of one measurement. */
const STEPS = 6;
const ROUNDS = 7;

/** What one run gains by being split over workers. */
export const splitRun: Benchmark = {
  name: "split-run",
  about: `ICRM on the embedded model, all weights, ${BATCH} pairs a step: steps split over workers of one thread each ÷ by one worker.`,
  async run() {
    await openJax("wasm");
    const base = await loadCheckpoint(directorySource(await embeddedBase()));
    // One batch again and again, of pairs of middle length: batches of other shapes would be compiled while time is taken.
    const all = (await embeddedPairs(base)).toSorted((one, other) => pairLength(one) - pairLength(other));
    const pairs = all.slice(all.length >> 1, (all.length >> 1) + BATCH);
    const config = icrmConfig({ tuning: "full", batchSize: BATCH, evalSteps: 1e6 });
    const { padId: padTokenId } = trainingIds(checkpointTokenizer(base));
    const material = { base, pairs, heldOut: [], padTokenId };
    const [memory] = memoryOfRuns([config], base, material, false) as [TrainingMemory];
    const cores = availableParallelism();
    const ways = [1, 2, 4];
    const places = ways.map((workers) => new RunPlaces(runThreads(workers), 1, base));
    const runs: TrainingRun[] = [];
    for (const place of places) {
      const [opened] = await place.open([{ config, snapshot: null, memory, material }]);
      if (opened?.status === "rejected") throw opened.reason;
      runs.push((opened as PromiseFulfilledResult<PlacedRun>).value.run);
    }

    const times = ways.map((): number[] => []);
    const used = ways.map((): number[] => []);
    for (let round = -1; round < ROUNDS; round++) {
      const order = runs.map((_, way) => way);
      for (const way of round % 2 === 0 ? order : order.toReversed()) {
        const [began, before] = [performance.now(), process.cpuUsage()];
        for (let step = 0; step < STEPS; step++) await (runs[way] as TrainingRun).advanceMeasured();
        const took = performance.now() - began;
        const { user, system } = process.cpuUsage(before);
        // In the first round programs are compiled.
        if (round < 0) continue;
        times[way]?.push(took / STEPS);
        used[way]?.push((user + system) / 1000 / STEPS);
      }
    }
    for (const run of runs) run.dispose();
    for (const place of places) place.close();
    const [one, two, four] = times as [number[], number[], number[]];
    // On a machine that does other work as well, threads wait for a core: a worker's own time does not tell of that.
    const own = (way: number) => (used[way] as number[]).map((all) => all / (ways[way] as number));
    const waits = (way: number) => {
      const cored = Math.min(cores, ways[way] as number);
      return (used[way] as number[]).map((all, round) => 100 * (1 - all / cored / (times[way]?.[round] as number)));
    };
    const figures: Figure[] = [
      measured("one worker", one, "ms a step"),
      measured("two workers", two, "ms a step"),
      measured("four workers, however many cores there are", four, "ms a step"),
      ratio("two workers ÷ one", two, one, { atMost: 0.65 }),
      ratio("four workers ÷ one", four, one),
      ratio("processor time of each of two workers ÷ of one", own(1), own(0), { atMost: 0.65 }),
      ratio("processor time of each of four workers ÷ of one", own(2), own(0)),
      measured("one worker: waits", waits(0), "%"),
      measured("two workers: wait", waits(1), "%"),
      measured(`four workers on ${cores} cores: cores wait`, waits(2), "%"),
    ];
    return figures;
  },
};
