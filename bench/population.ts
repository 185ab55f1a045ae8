import { loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { memorySource } from "../src/engine/checkpoint/source.ts";
import type { Backend } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { tinyModel } from "../src/testing/tiny-models.ts";
import { timedInTurn } from "./timing.ts";
import { steadyRewardPopulation, steadyRewardRun } from "./training-runs.ts";

/** Number of runs in a population. */
export const RUNS = 8;

/** A reward model of two layers: the width of its hidden states, and the number of pairs in a step. */
export interface PopulationCase {
  hidden: number;
  pairs: number;
}

/** Milliseconds per round in which every run makes a step. */
export interface PopulationTimes {
  /** Runs one after another. */
  alone: number[];
  /** All runs as one program. */
  together: number[];
}

/** Times ICRM runs in Node or in a page, wherever it is called: as one program, and one after another. */
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
