import { type Checkpoint, loadCheckpoint, loadTextSide } from "../engine/checkpoint/checkpoint.ts";
import type { Supervision } from "../engine/data/read-records.ts";
import type { DeviceReport } from "../engine/device.ts";
import { CLASS_MODEL } from "../engine/policy/class-entry.ts";
import { classModel } from "../engine/policy/class-model.ts";
import { openGenerator } from "../engine/policy/generator-model.ts";
import { memoryCache } from "../engine/training/edge-probabilities.ts";
import type { TrainingSource } from "../flows/train/plan.ts";
import type { TrainingPorts } from "../flows/train/ports.ts";
import { directorySource, openPath } from "./files.ts";
import { EMBEDDED_HELD_OUT, EMBEDDED_PAIRS, runtimeOptions } from "./models.ts";

/** Folders of a training's models; the generator may be the class of students. */
export interface TrainingModelFolders {
  base: string;
  generator: string;
}

/** Opens a training's files and checkpoints in Node, by their paths. */
export function nodeTrainingPorts(
  { base, generator }: TrainingModelFolders,
  device: DeviceReport,
): TrainingPorts<string> {
  let start: Promise<Checkpoint> | null = null;
  const readBase = () => {
    start ??= loadCheckpoint(directorySource(base));
    return start;
  };
  return {
    backend: device.backend,
    openFile: openPath,
    readBase,
    async readGenerator() {
      if (generator === CLASS_MODEL) return classModel(await loadTextSide(directorySource(base)));
      return generator === base ? readBase() : loadCheckpoint(directorySource(generator));
    },
    openGenerator: async (model) => openGenerator(model, await runtimeOptions(device)),
    cache: memoryCache(),
  };
}

/**
 * The records of a training, by the paths of their files.
 * @param heldOut left out: for the playground's training pairs its validation pairs, as on the page; for any other file
 *   a tenth of its prompts
 */
export function nodeTrainingSource(
  data: string,
  heldOut: string | undefined,
  supervision: Supervision,
): TrainingSource<string> {
  const measured = heldOut ?? (data === EMBEDDED_PAIRS ? EMBEDDED_HELD_OUT : null);
  const named = (path: string) => ({ name: path, file: path });
  return { train: named(data), heldOut: measured === null ? null : named(measured), supervision };
}
