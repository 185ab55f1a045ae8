import { EMBEDDED_PAIRS, EMBEDDED_POLICY } from "../src/cli/models.ts";
import { spawnThread } from "../src/cli/sweep/spawn-thread.ts";
import { nodeTrainingSource } from "../src/cli/training-ports.ts";
import type { Backend } from "../src/engine/device.ts";
import type { Arrangement, MeasuredArrangement } from "../src/engine/sweep/calibrate.ts";
import { supervisionOfPlan, trialsOf } from "../src/engine/sweep/plan.ts";
import type { TrialWorker } from "../src/engine/sweep/trial-worker.ts";
import { type ArrangementTimes, plan, STEPS, timeArrangements, WORKERS } from "./arrangements.ts";
import type { Benchmark } from "./benchmark.ts";
import { counted, type Figure, measured, perSecond, ratio } from "./figures.ts";
import { withPage } from "./in-page.ts";
import { type PopulationCase, type PopulationTimes, RUNS, timePopulation } from "./population.ts";
import { timed } from "./timing.ts";
import { LENGTH } from "./training-runs.ts";

/** A case whose time is mostly spent on dispatching. */
const shortest: PopulationCase = { hidden: 16, pairs: 2 };

const cases: readonly PopulationCase[] = [shortest, { hidden: 64, pairs: 2 }, { hidden: 64, pairs: 8 }];

/** The target rate of two workers, relative to one. */
const POOLED = { atLeast: 1.6 };

const ROUNDS = { populations: 5, arrangements: 3, software: 1 };

/** The target time of a population, relative to its runs one after another. */
const AT_MOST: Record<Backend, number> = { webgpu: 0.55, wasm: 0.7 };

/** Measures which arrangement of trials is fastest, and the overhead of a sweep over the training itself. */
export const sweeps: Benchmark = {
  name: "sweeps",
  about: `${RUNS} ICRM runs of two-layer models, pairs of ${LENGTH} tokens, as one program ÷ one after another; in Chromium on one thread as in a sweep's workers, its WebGPU a software adapter. Then trials of the embedded model, 2 pairs a step, ${STEPS} steps: one after another, by ${WORKERS} workers, as populations of ${RUNS}, both, and what a sweep chooses. Overhead: a trial as its sweep waits for it ÷ its training.`,
  async run({ device: { backend } }) {
    const figures: Figure[] = [];
    for (const one of cases) {
      figures.push(...populationFigures("Node", backend, one, await timePopulation(backend, one, ROUNDS.populations)));
    }
    const spawn = () => spawnThread({ backend, sources });
    figures.push(...arrangementFigures("Node", backend, await timeArrangements(spawn, ROUNDS.arrangements)));
    figures.push(await overhead(spawn));
    await withPage(async (call) => {
      const population = async (device: Backend, one: PopulationCase, rounds: number) => {
        const times = await call<PopulationTimes>("population.ts", "timePopulation", device, one, rounds);
        figures.push(...populationFigures("Chromium", device, one, times));
      };
      for (const one of cases) await population("wasm", one, ROUNDS.populations);
      // On a software adapter the other cases would take minutes.
      await population("webgpu", shortest, ROUNDS.software);
      const arrangements = async (device: Backend, rounds: number) => {
        const module = "arrangements-in-page.ts";
        const times = await call<ArrangementTimes>(module, "timePageArrangements", device, rounds);
        figures.push(...arrangementFigures("Chromium", device, times));
      };
      await arrangements("wasm", ROUNDS.arrangements);
      await arrangements("webgpu", ROUNDS.software);
    });
    return figures;
  },
};

const sources = {
  data: nodeTrainingSource(EMBEDDED_PAIRS, undefined, supervisionOfPlan(plan)),
  share: { pairs: plan.pairs, heldOut: plan.heldOut },
  models: { base: EMBEDDED_POLICY, generator: EMBEDDED_POLICY },
  strict: true,
};

function populationFigures(
  place: string,
  backend: Backend,
  { hidden, pairs }: PopulationCase,
  { alone, together }: PopulationTimes,
): Figure[] {
  const name = `${place}, ${backend}, width ${hidden}, ${pairs} pairs`;
  return [
    measured(`${name}: one after another`, perSecond(RUNS, alone), "steps/s"),
    ratio(`${name}: population ÷ one after another`, together, alone, { atMost: AT_MOST[backend] }),
  ];
}

function arrangementFigures(where: string, backend: Backend, { chosen, rounds }: ArrangementTimes): Figure[] {
  const place = `${where}, ${backend}`;
  const ratesOf = (wanted: Arrangement) =>
    rounds.map((paces) => (paces.find((pace) => isSame(pace, wanted)) as MeasuredArrangement).rate);
  const [first = []] = rounds;
  const alone = { workers: 1, together: 1 };
  const rates = first.map((arrangement) =>
    measured(
      `${place}: ${arrangementText(arrangement)}`,
      ratesOf(arrangement).map((rate) => (3600 * rate) / STEPS),
      "runs/h",
    ),
  );
  const pool = { workers: WORKERS, together: 1 };
  return [
    ...rates,
    // A GPU has one queue, so a sweep uses one worker.
    ...(backend === "wasm"
      ? [ratio(`${place}: ${arrangementText(pool)} ÷ one after another, rate`, ratesOf(pool), ratesOf(alone), POOLED)]
      : []),
    ratio(
      `${place}: a sweep's choice (${arrangementText(chosen)}) ÷ one after another, rate`,
      ratesOf(chosen),
      ratesOf(alone),
      { atLeast: 1 },
    ),
  ];
}

function arrangementText({ workers, together }: Arrangement): string {
  if (workers === 1 && together === 1) return "one after another";
  const populations = `populations of ${together}`;
  if (workers === 1) return populations;
  return together === 1 ? `${workers} workers` : `${workers} workers, ${populations}`;
}

function isSame(one: Arrangement, other: Arrangement): boolean {
  return one.workers === other.workers && one.together === other.together;
}

async function overhead(spawn: () => TrialWorker): Promise<Figure> {
  const worker = spawn();
  try {
    await worker.ready;
    let seconds = 0;
    const waited = await timed(async () => {
      const [outcome] = await worker.run(trialsOf(plan).slice(0, 1), plan.objective, [[]], () => {});
      seconds = outcome?.seconds ?? Number.NaN;
    });
    return counted("Node: overhead of the sweep", 100 * (waited / 1000 / seconds - 1), "%", { atMost: 2 });
  } finally {
    worker.close();
  }
}
