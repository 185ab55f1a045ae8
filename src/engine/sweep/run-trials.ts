import { PlaygroundError } from "../errors.ts";
import { populationKey } from "../training/reward-model-config.ts";
import type { SweepPlan, TrialRequest } from "./plan.ts";
import type { SweepMaterial } from "./record.ts";
import { medianCurve } from "./stopping.ts";
import { failedOutcome, type Trial, type TrialMeasurement, type TrialOutcome, trialKey } from "./trial.ts";
import type { TrialWorker } from "./trial-worker.ts";

export interface TrialsOptions {
  /** The largest number of workers. */
  workers: number;
  /** The largest number of trials that a worker runs as one population; left out, 1. */
  together?: number;
  spawn(): TrialWorker;
  /** After an abort no trial starts; running trials are finished. */
  signal?: AbortSignal;
  /** Called with the material that a worker has opened; throwing ends the sweep. */
  onOpened?(material: SweepMaterial): void;
  onBegin?(request: TrialRequest): void;
  onStep?(request: TrialRequest, step: number, measured: TrialMeasurement | null): void;
  /**
   * Called with one trial at a time and awaited before the trial's worker continues, so that a trial is kept. Throwing
   * ends the sweep.
   */
  onTrial(trial: Trial): void | Promise<void>;
}

/**
 * Runs the trials that have not ended yet, in order, on all workers at once. A trial that fails is recorded with its
 * error, and the others continue.
 * @param requests all trials of the sweep or the shard
 * @param known the trials that have ended
 * @throws PlaygroundError if workers cannot read data or models, or a trial cannot be kept
 */
export async function runTrials(
  { objective, stopping }: Pick<SweepPlan, "objective" | "stopping">,
  requests: readonly TrialRequest[],
  known: readonly Trial[],
  { workers, together = 1, spawn, signal, onOpened, onBegin, onStep, onTrial }: TrialsOptions,
): Promise<void> {
  const ended = new Map(known.map((trial) => [trialKey(trial), trial]));
  const pending = requests.filter((request) => !ended.has(trialKey(request)));
  const first = new Set(
    [...new Set(requests.map(({ configuration }) => configuration))].slice(0, stopping?.after ?? 0),
  );
  const reference = requests.filter(({ configuration }) => first.has(configuration));
  const crew = new Set<TrialWorker>();
  let broken: { error: unknown } | null = null;
  let wake: (() => void)[] = [];
  let keeping: Promise<void> = Promise.resolve();

  const referenceIsKnown = () => reference.every((request) => ended.has(trialKey(request)));

  function changed(): void {
    for (const go of wake) go();
    wake = [];
  }

  /** The next trials, as soon as the trials that they are compared with have ended. */
  async function next(): Promise<TrialRequest[]> {
    for (;;) {
      const [request] = pending;
      if (!request || signal?.aborted || broken) return [];
      const known = !stopping || referenceIsKnown();
      if (known || first.has(request.configuration)) {
        const ready = known ? pending : pending.filter(({ configuration }) => first.has(configuration));
        const group = populationOf(ready, together);
        for (const member of group) pending.splice(pending.indexOf(member), 1);
        return group;
      }
      await new Promise<void>((resolve) => {
        wake.push(resolve);
        signal?.addEventListener("abort", () => resolve(), { once: true });
      });
    }
  }

  function marksFor({ configuration, seed }: TrialRequest) {
    if (!stopping || first.has(configuration)) return [];
    const peers = [...ended.values()].filter(
      (trial) => first.has(trial.configuration) && trial.seed === seed && trial.status === "finished",
    );
    return medianCurve(peers, objective);
  }

  async function hire(): Promise<TrialWorker> {
    const worker = spawn();
    crew.add(worker);
    const material = await worker.ready;
    onOpened?.(material);
    return worker;
  }

  /**
   * Runs trials, and runs them once more on a fresh worker if the first worker died or can run no other, as one that found
   * no more memory: the machine may have been at fault, or the trials before. They run as they did before, since numbers of a
   * population differ from those of runs alone by their rounding; what died of being one population twice is run one by one.
   */
  async function outcomesOf(
    group: readonly TrialRequest[],
    hired: () => Promise<TrialWorker>,
  ): Promise<readonly TrialOutcome[]> {
    const attempt = async (requests: readonly TrialRequest[]) => {
      const worker = await hired();
      const outcomes = await worker.run(requests, objective, requests.map(marksFor), (run, step, measured) =>
        onStep?.(requests[run] as TrialRequest, step, measured),
      );
      return { outcomes, sound: worker.sound };
    };
    for (let tries = group.length > 1 ? 2 : 1; tries > 0; tries--) {
      try {
        const { outcomes, sound } = await attempt(group);
        const spoiled = outcomes.every(({ status }) => status === "failed") && (group.length > 1 || !sound);
        if (!spoiled) return outcomes;
        break;
      } catch (error) {
        if (broken || !isDeath(error)) throw error;
      }
    }
    const outcomes: TrialOutcome[] = [];
    for (const request of group) {
      try {
        outcomes.push(...(await attempt([request])).outcomes);
      } catch (error) {
        if (broken || !isDeath(error)) throw error;
        outcomes.push(failedOutcome(error.report));
      }
    }
    return outcomes;
  }

  async function work(): Promise<void> {
    let worker: TrialWorker | null = null;
    const hired = async () => {
      if (!worker?.sound) {
        worker?.close();
        worker = await hire();
      }
      return worker;
    };
    for (let group = await next(); group.length > 0; group = await next()) {
      for (const request of group) onBegin?.(request);
      const outcomes = await outcomesOf(group, hired);
      for (const [i, { configuration, seed, values }] of group.entries()) {
        const trial: Trial = { configuration, seed, values, ...(outcomes[i] as TrialOutcome) };
        keeping = keeping.then(() => onTrial(trial));
        await keeping;
        ended.set(trialKey(trial), trial);
      }
      changed();
    }
  }

  async function guarded(): Promise<void> {
    try {
      await work();
    } catch (error) {
      broken ??= { error };
      changed();
      for (const worker of crew) worker.close();
    }
  }

  await Promise.all(Array.from({ length: Math.min(workers, pending.length) }, guarded));
  for (const worker of crew) worker.close();
  if (broken) throw (broken as { error: unknown }).error;
}

/** The first of the trials and others that can form a population with it, preferring trials with the same batches. */
export function populationOf(requests: readonly TrialRequest[], together: number): TrialRequest[] {
  const [head] = requests;
  if (!head) return [];
  const key = populationKey(head.config);
  const alike = requests.filter(({ config }) => populationKey(config) === key);
  const [same, other] = [true, false].map((wanted) => alike.filter(({ seed }) => (seed === head.seed) === wanted));
  return [...(same ?? []), ...(other ?? [])].slice(0, together);
}

function isDeath(error: unknown): error is PlaygroundError {
  return error instanceof PlaygroundError && error.report.where === "worker";
}
