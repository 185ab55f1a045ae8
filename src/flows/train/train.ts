import type { PreparationStage } from "../../engine/training/edge-generator.ts";
import type { RunMaterial } from "../../engine/training/reward-run.ts";
import type { TrainingMemory } from "../../engine/training/training-path.ts";
import { StagedWork } from "../staged-work.ts";
import type { RunsAhead } from "./ahead.ts";
import type { TrainingHost } from "./host.ts";
import type { Keeping } from "./keeping.ts";
import { type Lane, leave } from "./lane.ts";
import { trainTogether } from "./loop.ts";
import type { RunEnding, RunPlan, TrainingPlan } from "./plan.ts";
import { openRuns, type PlannedRuns, planRuns } from "./planned-runs.ts";
import type { RunMaterials } from "./run-materials.ts";
import type { PlacedRun } from "./workers/run-places.ts";

/**
 * Trains the reward models of a plan side by side on a device that is ready: plans their memory, prepares the edge
 * probabilities, begins or resumes every run, and steps, measures, records and keeps the runs until all have ended.
 * @param materials materials with the plan's generator
 * @param ahead the runs of the plan, if `openAhead` has opened them; they belong to the training from now on
 * @throws PlaygroundError if a run cannot begin because of a setting, memory, the generator or its saver; then no run
 *   begins
 */
export async function trainRewardModels(
  materials: RunMaterials,
  plan: TrainingPlan,
  host: TrainingHost,
  ahead: RunsAhead | null = null,
): Promise<RunEnding[]> {
  const { tell } = host;
  const planned = ahead?.planned ?? planRuns(materials, plan, host.arrangement);
  const { memory, places } = planned;
  for (const [i, run] of plan.runs.entries()) {
    tell({ type: "planned", run: run.id, memory: memory[i] as TrainingMemory });
  }
  tell({ type: "arranged", workers: places.count });
  try {
    const from = ahead ?? { planned, made: await prepared(materials, plan, host) };
    const lanes = await beginLanes(materials, plan, from, host);
    const endings = await trainTogether(lanes, plan.recordEvery, host);
    await materials.keepProbabilities();
    // After an error nobody knows which arrays there still are: the host leaves the device then.
    for (const { run } of lanes) run.dispose();
    await places.release();
    return endings;
  } finally {
    places.close();
  }
}

/** The material of every run. Its preparation can be paused and stopped, and tells how far it is. */
function prepared(
  materials: RunMaterials,
  plan: TrainingPlan,
  { gate, signal, tell }: Pick<TrainingHost, "gate" | "signal" | "tell">,
): Promise<RunMaterial[]> {
  const stages = new StagedWork<PreparationStage>(gate, signal, (at) => tell({ type: "preparing", ...at }));
  const configs = plan.runs.map(({ config }) => config);
  return materials.of(configs, plan, {
    pause: () => stages.pause(),
    progress: (...at) => stages.progress(...at),
    adapted: (metrics) => tell({ type: "adapted", metrics }),
  });
}

/** Begins a lane for every run of a plan, of runs that are open or of their material. If one run cannot begin, none does. */
async function beginLanes(
  materials: RunMaterials,
  plan: TrainingPlan,
  from: RunsAhead | { planned: PlannedRuns; made: readonly RunMaterial[] },
  { keeping, tell }: Pick<TrainingHost, "keeping" | "tell">,
): Promise<Lane[]> {
  const { memory } = from.planned;
  const begun: ({ plan: RunPlan } & Awaited<ReturnType<Keeping["begin"]>>)[] = [];
  let opened: PromiseSettledResult<PlacedRun>[] = [];
  if ("opened" in from) opened = from.opened.map((value) => ({ status: "fulfilled", value }));
  try {
    for (const run of plan.runs) begun.push({ plan: run, ...(await keeping.begin(run)) });
    const snapshots = begun.map(({ kept }) => kept.snapshot);
    if ("made" in from) opened = await openRuns(from.planned, plan, from.made, snapshots);
    const lanes = opened.map((end, i): Lane => {
      const { plan, saver, kept } = begun[i] as (typeof begun)[number];
      const followed = () => materials.followed(plan.config);
      const { split, ...placed } = outcome(end);
      if (split) tell({ type: "split", run: plan.id, ...split });
      return {
        plan,
        saver,
        history: kept.history,
        status: "running",
        remembered: null,
        measured: null,
        followed,
        ...placed,
      };
    });
    // A run is told of once nothing more can keep it from beginning.
    const moved = await Promise.all(lanes.map(({ run }) => run.moved()));
    for (const [i, { plan, run, history }] of lanes.entries()) {
      const { snapshot = null, rows = [] } = begun[i]?.kept ?? {};
      if (snapshot) tell({ type: "kept", run: plan.id, step: snapshot.step });
      tell({ type: "begun", run: plan.id, step: run.step, rows, history });
      const movement = moved[i];
      if (movement)
        tell({ type: "planned", run: plan.id, memory: { ...(memory[i] as TrainingMemory), moved: movement } });
    }
    return lanes;
  } catch (error) {
    for (const end of opened) if (end.status === "fulfilled") end.value.run.dispose();
    await Promise.all(begun.map(leave));
    throw error;
  }
}

/** @throws what the promise was rejected with */
function outcome<T>(end: PromiseSettledResult<T>): T {
  if (end.status === "rejected") throw end.reason;
  return end.value;
}
