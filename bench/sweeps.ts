import { EMBEDDED_HELD_OUT, EMBEDDED_PAIRS, EMBEDDED_POLICY } from "../src/cli/models.ts";
import { spawnThread } from "../src/cli/sweep/spawn-thread.ts";
import { type Checkpoint, loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { memorySource } from "../src/engine/checkpoint/source.ts";
import type { Backend } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { checkPlan, trialsOf } from "../src/engine/sweep/plan.ts";
import { tinyModel } from "../src/testing/tiny-models.ts";
import type { Benchmark } from "./benchmark.ts";
import { loadPolicy } from "./embedded-policy.ts";
import { counted, type Figure, measured, perSecond, ratio } from "./figures.ts";
import { timed, timedInTurn } from "./timing.ts";
import { LENGTH, steadyRewardPopulation, steadyRewardRun } from "./training-runs.ts";

const RUNS = 8;
const THREADS = 2;

/** Steps of the trial whose overhead is measured. */
const STEPS = 16;

/** How the trials of a sweep are soonest done, and what the sweep costs on top of their training. */
export const sweeps: Benchmark = {
  name: "sweeps",
  about: `Steps of ICRM runs, pairs of ${LENGTH} tokens: ${RUNS} as one program ÷ one after another; on ${THREADS} threads ÷ on one. Overhead: a trial of ${STEPS} steps as its sweep waits for it ÷ its training.`,
  async run({ device: { backend } }) {
    await openJax(backend);
    const tiny = await loadCheckpoint(memorySource(tinyModel({ seed: 0, valueHead: true }), "tiny"));
    return [
      ...(await population("tiny model, 2 pairs", tiny, 2, 12)),
      ...(await population("tiny model, 8 pairs", tiny, 8, 6)),
      ...(await population("embedded model, 8 pairs", await loadPolicy(), 8, 2)),
      ...(await pool(backend)),
    ];
  },
};

async function population(name: string, base: Checkpoint, pairs: number, rounds: number): Promise<Figure[]> {
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
  return [
    measured(`${name}: one after another`, perSecond(RUNS, times.alone), "steps/s"),
    measured(`${name}: population`, perSecond(RUNS, times.together), "steps/s"),
    ratio(`${name}: population ÷ one after another`, times.together, times.alone, { atMost: 0.7 }),
  ];
}

async function pool(backend: Backend): Promise<Figure[]> {
  const sources = {
    data: EMBEDDED_PAIRS,
    heldOutData: EMBEDDED_HELD_OUT,
    base: EMBEDDED_POLICY,
    generator: EMBEDDED_POLICY,
    pairs: 32,
    heldOut: 8,
  };
  const base = { method: "bt", steps: STEPS, batchSize: 4, evaluateEvery: STEPS };
  const plan = checkPlan({ base, vary: { learningRate: { logRange: [1e-4, 1e-3] } }, trials: 1 }, "bench");
  const requests = trialsOf(plan);
  const crew = Array.from({ length: THREADS }, () => spawnThread({ backend, sources }));
  try {
    await Promise.all(crew.map((thread) => thread.ready));
    const [first, ...others] = crew as [(typeof crew)[number]];
    const steps: Record<"one" | "all", number[]> = { one: [], all: [] };
    for (let round = 0; round < 5; round++) {
      steps.one.push(await first.time(requests));
      steps.all.push(Math.max(...(await Promise.all([first, ...others].map((thread) => thread.time(requests))))));
    }
    let seconds = 0;
    const waited = await timed(async () => {
      const [outcome] = await first.run(requests, plan.objective, [[]], () => {});
      seconds = outcome?.seconds ?? Number.NaN;
    });
    const pooled = steps.all.map((milliseconds) => milliseconds / THREADS);
    return [
      measured("embedded model, 4 pairs: a thread", perSecond(1, steps.one), "steps/s"),
      measured(`embedded model, 4 pairs: ${THREADS} threads`, perSecond(1, pooled), "steps/s"),
      ratio("pool ÷ one thread, rate", steps.one, pooled, { atLeast: 1.6 }),
      counted("overhead of the sweep", 100 * (waited / 1000 / seconds - 1), "%", { atMost: 2 }),
    ];
  } finally {
    for (const thread of crew) thread.close();
  }
}
