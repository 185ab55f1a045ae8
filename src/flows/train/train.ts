import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import type { PreparationStage } from "../../engine/training/edge-generator.ts";
import type { RunMaterial } from "../../engine/training/reward-run.ts";
import type { TrainingMemory } from "../../engine/training/training-path.ts";
import { StagedWork } from "../staged-work.ts";
import type { TrainingHost } from "./host.ts";
import type { Keeping } from "./keeping.ts";
import { type Lane, leave } from "./lane.ts";
import { trainTogether } from "./loop.ts";
import type { RunEnding, RunPlan, TrainingPlan } from "./plan.ts";
import { memoryOfRuns, type RunMaterials } from "./run-materials.ts";
import { type PlacedRun, RunPlaces } from "./workers/run-places.ts";

/**
 * Trains the reward models of a plan side by side on a device that is ready: plans their memory, prepares the edge
 * probabilities, begins or resumes every run, and steps, measures, records and keeps the runs until all have ended.
 * @param materials materials with the plan's generator
 * @throws PlaygroundError if a run cannot begin because of a setting, memory, the generator or its saver; then no run
 *   begins
 */
export async function trainRewardModels(
  materials: RunMaterials,
  plan: TrainingPlan,
  host: TrainingHost,
): Promise<RunEnding[]> {
  const { gate, signal, tell } = host;
  for (const { name, config } of plan.runs) checkRewardModelConfig(config, name);
  const configs = plan.runs.map(({ config }) => config);
  const asPopulation = host.arrangement === "population";
  const memory = memoryOfRuns(configs, materials.base, materials.examples(plan), asPopulation);
  for (const [i, run] of plan.runs.entries()) {
    tell({ type: "planned", run: run.id, memory: memory[i] as TrainingMemory });
  }
  const places = new RunPlaces(host.arrangement, plan.runs.length, materials.base);
  tell({ type: "arranged", workers: places.count });
  try {
    const stages = new StagedWork<PreparationStage>(gate, signal, (at) => tell({ type: "preparing", ...at }));
    const made = await materials.of(configs, plan, {
      pause: () => stages.pause(),
      progress: (...at) => stages.progress(...at),
      adapted: (metrics) => tell({ type: "adapted", metrics }),
    });
    const lanes = await beginLanes(materials, plan, { made, memory, places }, host);
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

/** The material, the memory plan and the place of every run, of which its lane is made. */
interface Making {
  made: readonly RunMaterial[];
  memory: readonly TrainingMemory[];
  places: RunPlaces;
}

/** Begins a lane for every run of a plan. If one run cannot begin, none does. */
async function beginLanes(
  materials: RunMaterials,
  { runs }: TrainingPlan,
  { made, memory, places }: Making,
  { keeping, tell }: Pick<TrainingHost, "keeping" | "tell">,
): Promise<Lane[]> {
  const begun: ({ plan: RunPlan } & Awaited<ReturnType<Keeping["begin"]>>)[] = [];
  let opened: PromiseSettledResult<PlacedRun>[] = [];
  try {
    for (const plan of runs) begun.push({ plan, ...(await keeping.begin(plan)) });
    opened = await places.open(
      begun.map(({ plan: { config }, kept: { snapshot } }, i) => {
        return { config, snapshot, memory: memory[i] as TrainingMemory, material: made[i] as RunMaterial };
      }),
    );
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
