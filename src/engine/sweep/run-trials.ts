import { PlaygroundError } from "../errors.ts";
import type { SweepPlan, TrialRequest } from "./plan.ts";
import type { SweepMaterial } from "./record.ts";
import { medianCurve } from "./stopping.ts";
import { type Measurement, type Trial, type TrialOutcome, trialKey } from "./trial.ts";
import { failedOutcome } from "./trial-server.ts";
import type { TrialWorker } from "./trial-worker.ts";

export interface TrialsOptions {
  /** Workers at most, each at one trial. */
  workers: number;
  spawn(): TrialWorker;
  /** No trial begins after it; those under way end. */
  signal?: AbortSignal;
  /** Told what a worker has opened; ends the sweep by throwing. */
  onOpened?(material: SweepMaterial): void;
  onBegin?(request: TrialRequest): void;
  onStep?(request: TrialRequest, step: number, measured: Measurement | null): void;
  /** One at a time, and waited for: what it keeps is kept before its worker goes on. Ends the sweep by throwing. */
  onTrial(trial: Trial): void | Promise<void>;
}

/**
 * Runs the trials that have not ended yet, in their order, as many at once as there are workers. One that fails is
 * recorded with its error, and the others go on.
 * @param requests all the trials of the sweep or the shard
 * @param known those that have ended
 * @throws PlaygroundError where workers cannot read data or models, or a trial cannot be kept
 */
export async function runTrials(
  { objective, stopping }: Pick<SweepPlan, "objective" | "stopping">,
  requests: readonly TrialRequest[],
  known: readonly Trial[],
  { workers, spawn, signal, onOpened, onBegin, onStep, onTrial }: TrialsOptions,
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

  /** The next trial, as soon as what it is held against is known. */
  async function next(): Promise<TrialRequest | null> {
    for (;;) {
      const [request] = pending;
      if (!request || signal?.aborted || broken) return null;
      if (!stopping || first.has(request.configuration) || referenceIsKnown()) return pending.shift() ?? null;
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

  /** Once more on a fresh worker, where the first died of it: the machine may have been at fault. */
  async function outcomeOf(request: TrialRequest, hired: () => Promise<TrialWorker>): Promise<TrialOutcome> {
    const attempt = async () =>
      (await hired()).run(request, objective, marksFor(request), (step, measured) => onStep?.(request, step, measured));
    try {
      return await attempt();
    } catch (error) {
      if (broken || !isDeath(error)) throw error;
    }
    try {
      return await attempt();
    } catch (error) {
      if (broken || !isDeath(error)) throw error;
      return failedOutcome(error.report);
    }
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
    for (let request = await next(); request; request = await next()) {
      onBegin?.(request);
      const { configuration, seed, values } = request;
      const trial: Trial = { configuration, seed, values, ...(await outcomeOf(request, hired)) };
      keeping = keeping.then(() => onTrial(trial));
      await keeping;
      ended.set(trialKey(trial), trial);
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

function isDeath(error: unknown): error is PlaygroundError {
  return error instanceof PlaygroundError && error.report.where === "worker";
}
