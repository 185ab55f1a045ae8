import type { TrialRequest } from "./plan.ts";
import { populationOf } from "./run-trials.ts";
import { TIMED_STEPS } from "./trial-server.ts";
import type { TrialWorker } from "./trial-worker.ts";

/** How trials are run: on so many workers, each with so many as one population. */
export interface Arrangement {
  workers: number;
  together: number;
}

/** An arrangement that was tried. */
export interface Pace extends Arrangement {
  /** Steps a second, all runs counted. */
  rate: number;
}

export interface Calibration {
  fastest: Arrangement;
  /** What was tried; the first is one after another. Empty where there was nothing to choose. */
  paces: Pace[];
}

/** Beyond it a population gains no more, and its memory grows. */
const MOST_TOGETHER = 8;

/** Trying takes no more than this share of what the sweep will, on all its workers; it can gain several times as much. */
const TRIED_SHARE = 0.1;

/** With fewer trials it takes longer to find out than to run them. */
const FEWEST_TRIALS = 4;

export const ALONE: Arrangement = { workers: 1, together: 1 };

/**
 * Tries on a few steps how trials are soonest done on this device: one after another, by several workers, as a population,
 * or as a population on each of several workers. The workers it asks are closed: a heap that has held a population never
 * shrinks again.
 * @param requests those that are to be run
 * @param workers at most
 */
export async function calibrate(
  requests: readonly TrialRequest[],
  workers: number,
  spawn: () => TrialWorker,
): Promise<Calibration> {
  const crewSize = Math.min(workers, requests.length);
  const group = populationOf(requests, MOST_TOGETHER);
  if (requests.length < FEWEST_TRIALS || (crewSize === 1 && group.length === 1)) {
    return { fastest: { workers: crewSize, together: 1 }, paces: [] };
  }
  const crew = [spawn()];
  try {
    await crew[0]?.ready;
    const started = performance.now();
    const [alone] = await tried(crew, group, ALONE);
    // Most of it is compiling, which the others have to do as well.
    const once = performance.now() - started;
    if (!alone) return { fastest: ALONE, paces: [] };
    const stepMs = 1000 / alone.rate;
    const steps = requests.reduce((sum, { config }) => sum + config.steps, 0);
    let budget = (TRIED_SHARE * steps * stepMs) / crewSize;
    const paces = [alone];
    let compared = false;
    for (const arrangement of arrangements(crewSize, group.length).slice(1)) {
      const cost = once + TIMED_STEPS * arrangement.together * stepMs;
      if (cost > budget) continue;
      budget -= cost;
      compared = true;
      while (crew.length < arrangement.workers) crew.push(spawn());
      await Promise.all(crew.map((worker) => worker.ready));
      paces.push(...(await tried(crew, group, arrangement)));
    }
    // With nothing to hold it against, a worker a core is the best guess.
    if (!compared) return { fastest: { workers: crewSize, together: 1 }, paces: [] };
    return { fastest: soonest(paces, requests.length), paces };
  } finally {
    for (const worker of crew) worker.close();
  }
}

/** Its pace; none where it does not run here: it is not chosen then, and why, its trials will say. */
async function tried(...arrangement: Parameters<typeof paceOf>): Promise<Pace[]> {
  try {
    return [await paceOf(...arrangement)];
  } catch {
    return [];
  }
}

/**
 * How fast an arrangement is.
 * @param crew as many open workers at least
 * @param group trials that can be one population, as many at least
 * @throws PlaygroundError when these cannot be run so here
 */
export async function paceOf(
  crew: readonly TrialWorker[],
  group: readonly TrialRequest[],
  { workers, together }: Arrangement,
): Promise<Pace> {
  const tried = crew.slice(0, workers).map((worker) => worker.time(group.slice(0, together)));
  // No worker is asked again while it is at work.
  const ended = await Promise.allSettled(tried);
  const milliseconds = ended.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
  return { workers, together, rate: (1000 * workers * together) / Math.max(...milliseconds) };
}

/** The arrangement after whose rounds so many trials are done first; the simpler one where they tie. */
export function soonest(paces: readonly Pace[], trials: number): Arrangement {
  const duration = ({ workers, together, rate }: Pace) =>
    (Math.ceil(trials / (workers * together)) * workers * together) / rate;
  const [best = ALONE] = paces.toSorted((a, b) => duration(a) - duration(b));
  return { workers: best.workers, together: best.together };
}

/** Those there are with so many workers, and so many trials as one, at most; the first is one after another. */
export function arrangements(workers: number, together: number): Arrangement[] {
  const all = [1, together].flatMap((t) => [1, workers].map((w) => ({ workers: w, together: t })));
  return all.filter((one, i) => all.findIndex((o) => o.workers === one.workers && o.together === one.together) === i);
}

/** What was chosen, and what it gains, in a sentence's words. */
export function calibrationText({ fastest, paces }: Calibration): string {
  const { workers, together } = fastest;
  const ways = workers > 1 ? `${workers} workers, a trial each` : "one after another";
  const [alone] = paces;
  const chosen = paces.find((pace) => pace.workers === workers && pace.together === together);
  if (!alone || !chosen) return `${ways}: trying other ways would take longer than it could gain`;
  if (workers === 1 && together === 1) return `${ways}, which nothing here outpaces`;
  const gain = `${(chosen.rate / alone.rate).toFixed(1)} × the pace of one after another`;
  if (together === 1) return `${ways}: ${gain}`;
  return `${together} trials as one program${workers > 1 ? ` on each of ${workers} workers` : ""}: ${gain}`;
}
