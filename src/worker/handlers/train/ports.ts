import type { Supervision } from "../../../engine/data/read-records.ts";
import type { DeviceReport } from "../../../engine/device.ts";
import type { RuntimeOptions } from "../../../engine/onnx/session.ts";
import { openGenerator } from "../../../engine/policy/generator-model.ts";
import type { ProbabilityCache } from "../../../engine/training/edge-probabilities.ts";
import type { TrainingSource } from "../../../flows/train/plan.ts";
import type { TrainingPorts } from "../../../flows/train/ports.ts";
import { openFile } from "../../open-file.ts";
import type { DataFile, DataSource } from "../../training-records.ts";
import type { TrainingModels } from "./models.ts";

/** The device of a training in a worker, and its cache of generation probabilities. */
export interface TrainingPlace {
  device: DeviceReport;
  runtime: RuntimeOptions;
  cache: ProbabilityCache;
}

/** Opens a training's files and models: files of the site, of the person and of this browser, and the listed models. */
export function trainingPorts(
  models: TrainingModels,
  { device, runtime, cache }: TrainingPlace,
): TrainingPorts<DataFile> {
  return {
    backend: device.backend,
    openFile,
    readBase: () => models.readBase(),
    readGenerator: (id) => models.readGenerator(id),
    openGenerator: (model) => openGenerator(model, runtime),
    cache,
  };
}

export function trainingSource(
  { name, train, heldOut }: DataSource,
  supervision: Supervision,
): TrainingSource<DataFile> {
  const measured = heldOut === null ? null : { name: `${name}, held out`, file: heldOut };
  return { train: { name, file: train }, heldOut: measured, supervision };
}
