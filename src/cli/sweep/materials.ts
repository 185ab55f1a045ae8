import { insistOnAll } from "../../engine/data/left-out.ts";
import type { DeviceReport } from "../../engine/device.ts";
import { deviceLoss } from "../../engine/jax.ts";
import { openTrialMaterials } from "../../flows/sweep/trial-materials.ts";
import type { Opened } from "../../flows/sweep/trial-server.ts";
import type { DataShare, TrainingSource } from "../../flows/train/plan.ts";
import { nodeTrainingPorts, type TrainingModelFolders } from "../training-ports.ts";

/** The files and folders of a sweep's data and models. */
export interface SweepSources {
  data: TrainingSource<string>;
  share: DataShare;
  models: TrainingModelFolders;
  /** Whether a record that cannot be used stops the sweep. */
  strict: boolean;
}

/** @throws PlaygroundError naming what cannot be read, or the data without a usable record */
export async function openMaterials(
  { data, share, models, strict }: SweepSources,
  device: DeviceReport,
): Promise<Opened> {
  const opened = await openTrialMaterials(data, share, nodeTrainingPorts(models, device), models);
  if (strict && opened.material.leftOut) insistOnAll(opened.material.leftOut);
  return { ...opened, lost: deviceLoss(device.backend) };
}
