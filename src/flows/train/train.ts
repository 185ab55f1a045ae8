import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import type { PreparationStage } from "../../engine/training/edge-generator.ts";
import { RewardRun, type RunMaterial } from "../../engine/training/reward-run.ts";
import type { TrainingMemory } from "../../engine/training/training-path.ts";
import { StagedWork } from "../staged-work.ts";
import type { TrainingHost } from "./host.ts";
import { type Lane, leave } from "./lane.ts";
import { trainTogether } from "./loop.ts";
import type { TrainingMaterials } from "./materials.ts";
import type { RunEnding, TrainingPlan } from "./plan.ts";

/**
 * Trains the reward models of a plan side by side, on a device that is ready: plans their memory, readies what weighs the edges, begins or
 * resumes every run, and steps, measures, records and keeps them until all have ended.
 * @param materials whose generator is that of the plan
 * @throws PlaygroundError where a run cannot begin: a setting, memory, the generator, the place it is kept in; then none does
 */
export async function trainRewardModels(
  materials: TrainingMaterials,
  plan: TrainingPlan,
  host: TrainingHost,
): Promise<RunEnding[]> {
  const { gate, signal, tell } = host;
  for (const { name, config } of plan.runs) checkRewardModelConfig(config, name);
  const configs = plan.runs.map(({ config }) => config);
  const memory = materials.plan(configs, plan);
  for (const [i, run] of plan.runs.entries()) {
    tell({ type: "planned", run: run.id, memory: memory[i] as TrainingMemory });
  }
  const stages = new StagedWork<PreparationStage>(gate, signal, (progress) => tell({ type: "preparing", ...progress }));
  const made = await materials.of(configs, plan, {
    pause: () => stages.pause(),
    progress: (...at) => stages.progress(...at),
    adapted: (metrics) => tell({ type: "adapted", metrics }),
  });
  const lanes = await beginLanes(materials, plan, { made, memory }, host);
  const endings = await trainTogether(lanes, plan.recordEvery, host);
  await materials.keepProbabilities();
  // After an error nobody knows which arrays there still are: the host leaves the device then.
  for (const { run } of lanes) run.dispose();
  return endings;
}

/** A lane for every run of a plan. Where one cannot begin, none does. */
async function beginLanes(
  materials: TrainingMaterials,
  { runs }: TrainingPlan,
  { made, memory }: { made: readonly RunMaterial[]; memory: readonly TrainingMemory[] },
  { keeping, tell }: Pick<TrainingHost, "keeping" | "tell">,
): Promise<Lane[]> {
  const lanes: Lane[] = [];
  const begun: Pick<Lane, "plan" | "keeper">[] = [];
  try {
    for (const [i, plan] of runs.entries()) {
      const { keeper, kept } = await keeping.begin(plan);
      begun.push({ plan, keeper });
      const { snapshot, rows, history } = kept;
      const run = new RewardRun(plan.config, made[i] as RunMaterial, snapshot, memory[i]);
      const followed = () => materials.followed(plan.config);
      lanes.push({ plan, run, keeper, history, status: "running", measured: null, followed });
      if (snapshot) tell({ type: "kept", run: plan.id, step: snapshot.step });
      tell({ type: "begun", run: plan.id, step: run.step, rows, history });
    }
    return lanes;
  } catch (error) {
    for (const { run } of lanes) run.dispose();
    await Promise.all(begun.map(leave));
    throw error;
  }
}
