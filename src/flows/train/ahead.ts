import { adaptsGenerator } from "../../engine/training/reward-model-config.ts";
import type { TrainingPlan } from "./plan.ts";
import { openRuns, type PlannedRuns, planRuns } from "./planned-runs.ts";
import type { RunMaterials } from "./run-materials.ts";
import type { RunWorkers } from "./workers/messages.ts";
import type { PlacedRun } from "./workers/run-places.ts";

/** Runs that are open before anybody has begun their training, each in a worker that has compiled its first step. */
export interface RunsAhead {
  planned: PlannedRuns;
  opened: readonly PlacedRun[];
}

/**
 * Opens the new runs of a plan ahead of its training and lets each compute its first step once, so that the training need
 * not wait for compilation. The runs stay as they are when they begin.
 * @param signal aborted, it ends the workers
 * @returns null where runs are not opened ahead: runs without workers would keep the thread of everything else busy, resumed
 *   runs belong to whoever keeps them, and to adapt a generator is a training of its own
 * @throws PlaygroundError if a run cannot begin
 */
export async function openAhead(
  materials: RunMaterials,
  plan: TrainingPlan,
  workers: RunWorkers,
  signal: AbortSignal,
): Promise<RunsAhead | null> {
  if (plan.runs.some(({ config, resume }) => resume !== null || adaptsGenerator(config))) return null;
  const planned = planRuns(materials, plan, workers);
  const { places } = planned;
  if (places.count === 0) return null;
  const end = () => places.close();
  signal.addEventListener("abort", end);
  const opened: PlacedRun[] = [];
  try {
    const configs = plan.runs.map(({ config }) => config);
    const made = await materials.of(configs, plan, { pause: async () => signal.throwIfAborted(), progress() {} });
    signal.throwIfAborted();
    const ends = await openRuns(planned, plan, made, Array(configs.length).fill(null));
    for (const result of ends) if (result.status === "fulfilled") opened.push(result.value);
    for (const result of ends) if (result.status === "rejected") throw result.reason;
    await places.rehearse();
    return { planned, opened };
  } catch (error) {
    for (const { run } of opened) run.dispose();
    places.close();
    throw error;
  } finally {
    signal.removeEventListener("abort", end);
  }
}

/** Gives back the workers of runs that nobody trains. */
export async function closeAhead({ planned: { places }, opened }: RunsAhead): Promise<void> {
  for (const { run } of opened) run.dispose();
  await places.release();
}
