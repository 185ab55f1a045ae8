import { loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { memorySource } from "../src/engine/checkpoint/source.ts";
import type { Backend } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { tinyModel } from "../src/testing/tiny-models.ts";
import { timedInTurn } from "./timing.ts";
import { steadyRewardPopulation, steadyRewardRun } from "./training-runs.ts";

/** Runs of a population. */
export const RUNS = 8;

/** Reward models of two layers, by the width of their hidden states, and pairs of a step. */
export interface PopulationCase {
  hidden: number;
  pairs: number;
}

/** Milliseconds in which every run did a step, round by round. */
export interface PopulationTimes {
  /** One run after another. */
  alone: number[];
  /** All as one program. */
  together: number[];
}

/** Times ICRM runs where it is called, in Node or in a page: as one program, and one after another. */
export async function timePopulation(
  backend: Backend,
  { hidden, pairs }: PopulationCase,
  rounds: number,
): Promise<PopulationTimes> {
  await openJax(backend);
  const base = await loadCheckpoint(memorySource(tinyModel({ seed: 0, valueHead: true, hidden }), "tiny"));
  const alone = steadyRewardRun(base, "icrm", pairs);
  const together = steadyRewardPopulation(base, "icrm", pairs, RUNS);
  const times = await timedInTurn(
    {
      alone: async () => {
        for (let run = 0; run < RUNS; run++) await alone.advance();
      },
      together: () => together.advance(),
    },
    { rounds, warmUp: 1 },
  );
  for (const run of [alone, together]) run.dispose();
  return times;
}
