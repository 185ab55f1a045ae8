import { msg } from "../../i18n/msg.ts";
import type { TrialRequest } from "./plan.ts";
import { populationOf } from "./run-trials.ts";
import { TIMED_STEPS } from "./trial-messages.ts";
import type { TrialWorker } from "./trial-worker.ts";

/** How trials are run: on how many workers, and how many of them as one population on each. */
export interface Arrangement {
  workers: number;
  together: number;
}

/** An arrangement that was measured. */
export interface MeasuredArrangement extends Arrangement {
  /** Steps per second, summed over all runs. */
  rate: number;
}

export interface Calibration {
  fastest: Arrangement;
  /** The measured arrangements; the first runs trials one after another. Empty if there was nothing to choose. */
  paces: MeasuredArrangement[];
}

/** A larger population is no faster and takes more memory. */
const MOST_TOGETHER = 8;

/**
 * Measuring takes at most this share of the sweep's expected time on all its workers; it can speed the sweep up several
 * times.
 */
const TRIED_SHARE = 0.1;

/** With fewer trials, measuring takes longer than running them. */
const FEWEST_TRIALS = 4;

const ALONE: Arrangement = { workers: 1, together: 1 };

/**
 * Measures on a few steps which arrangement is fastest on this device: trials one after another, on several workers, as
 * a population, or as a population on each of several workers. The workers used for it are closed afterwards: a heap
 * that has held a population never shrinks.
 * @param requests the trials to be run
 * @param workers the largest number of workers
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
    // Most of this time is compiling, which the other arrangements have to do as well.
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
    // If nothing could be measured for comparison, one worker per core is the best guess.
    if (!compared) return { fastest: { workers: crewSize, together: 1 }, paces: [] };
    return { fastest: soonest(paces, requests.length), paces };
  } finally {
    for (const worker of crew) worker.close();
  }
}

/**
 * The pace of an arrangement, in a list; an empty list if it cannot run on this device. Then it is not chosen, and an
 * error that concerns every arrangement is reported by the trials.
 */
async function tried(...arrangement: Parameters<typeof paceOf>): Promise<MeasuredArrangement[]> {
  try {
    return [await paceOf(...arrangement)];
  } catch {
    return [];
  }
}

/**
 * Measures the pace of an arrangement.
 * @param crew at least as many open workers as the arrangement has
 * @param group trials that can form one population, at least as many as the arrangement runs together
 * @throws PlaygroundError if the trials cannot be run in this arrangement here
 */
export async function paceOf(
  crew: readonly TrialWorker[],
  group: readonly TrialRequest[],
  { workers, together }: Arrangement,
): Promise<MeasuredArrangement> {
  const tried = crew.slice(0, workers).map((worker) => worker.time(group.slice(0, together)));
  // A worker is asked again only after it has answered.
  const ended = await Promise.allSettled(tried);
  const milliseconds = ended.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
  return { workers, together, rate: (1000 * workers * together) / Math.max(...milliseconds) };
}

/** The arrangement that finishes `trials` trials first; of equally fast arrangements, the simpler one. */
export function soonest(paces: readonly MeasuredArrangement[], trials: number): Arrangement {
  const duration = ({ workers, together, rate }: MeasuredArrangement) =>
    (Math.ceil(trials / (workers * together)) * workers * together) / rate;
  const [best = ALONE] = paces.toSorted((a, b) => duration(a) - duration(b));
  return { workers: best.workers, together: best.together };
}

/**
 * All arrangements of at most `workers` workers and `together` trials per population; the first runs one trial after
 * another.
 */
export function arrangements(workers: number, together: number): Arrangement[] {
  const all = [1, together].flatMap((t) => [1, workers].map((w) => ({ workers: w, together: t })));
  return all.filter((one, i) => all.findIndex((o) => o.workers === one.workers && o.together === one.together) === i);
}

/** The chosen arrangement and its speed-up, as part of a sentence. */
export function calibrationText({ fastest, paces }: Calibration): string {
  const { workers, together } = fastest;
  const ways = workers > 1 ? msg(`${workers} workers, a trial each`) : msg("one after another");
  const [alone] = paces;
  const chosen = paces.find((pace) => pace.workers === workers && pace.together === together);
  if (!alone || !chosen) return msg(`${ways}: trying other ways would take longer than it could gain`);
  if (workers === 1 && together === 1) return msg(`${ways}, which nothing here outpaces`);
  const gain = msg(`${(chosen.rate / alone.rate).toFixed(1)} × the pace of one after another`);
  if (together === 1) return `${ways}: ${gain}`;
  return workers > 1
    ? msg(`${together} trials as one program on each of ${workers} workers: ${gain}`)
    : msg(`${together} trials as one program: ${gain}`);
}
