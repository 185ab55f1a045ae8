import { reportOf } from "../../../engine/errors.ts";
import type { Keeping } from "../../../flows/train/keeping.ts";
import type { TrainingMaterials } from "../../../flows/train/materials.ts";
import type { TrainingPlan } from "../../../flows/train/plan.ts";
import { requireDiskSpace } from "../../../storage/disk-space.ts";
import type { TrainingEvent } from "../../training-records.ts";
import { BrowserRunSaver, type RunOrigin } from "./saver.ts";
import { TimedSchedule } from "./schedule.ts";

/**
 * Bytes per weight: in a snapshot with two moments, in the snapshot that replaces it, and in the reward model in half
 * precision.
 */
const BYTES_A_WEIGHT = 2 * 3 * 4 + 2;

/** The names in a run's record of the opened data and models. */
export interface OpenedNames {
  dataName: string;
  /** The base's id if it is a model of this browser; null for the playground's base. */
  base: string | null;
}

/**
 * Keeps the runs of a training in this browser's storage. A storage that is too full is reported, and stops nothing.
 */
export async function browserKeeping(
  materials: TrainingMaterials,
  plan: TrainingPlan,
  names: OpenedNames,
  emit: (event: TrainingEvent) => void,
): Promise<Keeping> {
  const { train, heldOut } = materials.records(plan);
  const origin: RunOrigin = {
    ...names,
    // Runs that are trained side by side are recognised by their common time.
    createdAt: Date.now(),
    dataHash: await materials.dataHash(plan),
    pairs: train.length,
    heldOut: heldOut.length,
    baseModel: materials.base.name,
    generator: plan.generator,
    leftOut: materials.data.leftOut,
  };
  await requireDiskSpace(bytesFor(materials, plan), "the runs of this training").catch((error) =>
    emit({ type: "warning", report: reportOf(error) }),
  );
  return {
    schedule: new TimedSchedule(),
    async begin(run) {
      const begun = await BrowserRunSaver.begin(run, origin, (report) => emit({ type: "warning", report }));
      emit({ type: "stored", run: run.id, runId: begun.saver.id, lasting: begun.lasting });
      return begun;
    },
  };
}

/** The largest number of bytes that the runs may take. */
function bytesFor({ base }: TrainingMaterials, { runs }: TrainingPlan): number {
  const weights = [...base.weights.values()].reduce((sum, { data }) => sum + data.length, 0);
  return runs.length * weights * BYTES_A_WEIGHT;
}
