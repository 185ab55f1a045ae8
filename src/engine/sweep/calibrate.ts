import type { TrialRequest } from "./plan.ts";
import { populationOf } from "./run-trials.ts";
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

/**
 * A population is tried only where its step would take no longer than this, gained it nothing: where steps are long, it is
 * computing that takes the time, and a population gains little.
 */
const LONGEST_STEP_MS = 2000;

/** With fewer trials it takes longer to find out than to run them. */
const FEWEST_TRIALS = 4;

export const ALONE: Arrangement = { workers: 1, together: 1 };

/**
 * Tries on a few steps how trials are soonest done on this device: one after another, by several workers, as a population,
 * or as a population on each of several workers.
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
  const crew = Array.from({ length: crewSize }, spawn);
  try {
    await Promise.all(crew.map((worker) => worker.ready));
    const paces: Pace[] = [];
    for (const arrangement of arrangements(crewSize, group.length)) {
      const alone = paces[0] && 1000 / paces[0].rate;
      if (alone && arrangement.together > 1 && alone * arrangement.together > LONGEST_STEP_MS) continue;
      const tried = group.slice(0, arrangement.together);
      const times = crew.slice(0, arrangement.workers).map((worker) => worker.time(tried));
      try {
        const milliseconds = Math.max(...(await Promise.all(times)));
        paces.push({ ...arrangement, rate: (1000 * arrangement.workers * arrangement.together) / milliseconds });
      } catch {
        // What does not run here is not chosen; why, its trials will say.
        await Promise.allSettled(times);
      }
    }
    return { fastest: soonest(paces, requests.length), paces };
  } finally {
    for (const worker of crew) worker.close();
  }
}

/** The arrangement after whose rounds so many trials are done first; the simpler one where they tie. */
export function soonest(paces: readonly Pace[], trials: number): Arrangement {
  const duration = ({ workers, together, rate }: Pace) =>
    (Math.ceil(trials / (workers * together)) * workers * together) / rate;
  const [best = ALONE] = paces.toSorted((a, b) => duration(a) - duration(b));
  return { workers: best.workers, together: best.together };
}

function arrangements(workers: number, together: number): Arrangement[] {
  const all = [1, workers].flatMap((w) => [1, together].map((t) => ({ workers: w, together: t })));
  return all.filter((one, i) => all.findIndex((o) => o.workers === one.workers && o.together === one.together) === i);
}

/** What was chosen, and what it gains, in a sentence's words; null where nothing was tried. */
export function calibrationText({ fastest, paces }: Calibration): string | null {
  const [alone] = paces;
  const chosen = paces.find((pace) => pace.workers === fastest.workers && pace.together === fastest.together);
  if (!alone || !chosen) return null;
  const gain = `${(chosen.rate / alone.rate).toFixed(1)} × the pace of one after another`;
  const { workers, together } = fastest;
  if (workers === 1 && together === 1) return "one after another, which nothing here outpaces";
  if (together === 1) return `${workers} workers: ${gain}`;
  return `${together} trials as one program${workers > 1 ? ` on each of ${workers} workers` : ""}: ${gain}`;
}
