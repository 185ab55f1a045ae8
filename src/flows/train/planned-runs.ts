import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import type { RunMaterial } from "../../engine/training/reward-run.ts";
import type { Snapshot } from "../../engine/training/trainer.ts";
import type { TrainingMemory } from "../../engine/training/training-path.ts";
import type { RunArrangement } from "./host.ts";
import type { TrainingPlan } from "./plan.ts";
import { memoryOfRuns, type RunMaterials } from "./run-materials.ts";
import { type PlacedRun, RunPlaces } from "./workers/run-places.ts";

/** How every run of a plan is computed, in its order, and where. */
export interface PlannedRuns {
  memory: readonly TrainingMemory[];
  places: RunPlaces;
}

/** Plans the memory and the places of runs. @throws PlaygroundError because of a setting or memory */
export function planRuns(
  materials: Pick<RunMaterials, "base" | "examples">,
  plan: TrainingPlan,
  arrangement: RunArrangement,
): PlannedRuns {
  for (const { name, config } of plan.runs) checkRewardModelConfig(config, name);
  const configs = plan.runs.map(({ config }) => config);
  const memory = memoryOfRuns(configs, materials.base, materials.examples(plan), arrangement === "population");
  return { memory, places: new RunPlaces(arrangement, plan.runs.length, materials.base) };
}

/** Opens planned runs from their material, or says of each run why it cannot begin. @param snapshots null: the run begins anew */
export function openRuns(
  { memory, places }: PlannedRuns,
  { runs }: Pick<TrainingPlan, "runs">,
  made: readonly RunMaterial[],
  snapshots: readonly (Snapshot | null)[],
): Promise<PromiseSettledResult<PlacedRun>[]> {
  return places.open(
    runs.map(({ config }, i) => ({
      config,
      snapshot: snapshots[i] as Snapshot | null,
      memory: memory[i] as TrainingMemory,
      material: made[i] as RunMaterial,
    })),
  );
}
