import { holdOut } from "../../engine/data/hold-out.ts";
import { readTrainingRecords, type Supervision, type TrainingRecord } from "../../engine/data/read-records.ts";
import type { DataSource } from "../training-records.ts";
import { openFile } from "./open-file.ts";

/** Which prompts of a file are held out depends on the file alone, so that runs of several seeds can be compared. */
export const SPLIT_SEED = 0;

export interface TrainingData {
  supervision: Supervision;
  train: TrainingRecord[];
  heldOut: TrainingRecord[];
}

/** @throws PlaygroundError naming the file, and the line and field of the first record that does not fit */
export async function readTrainingData(
  { name, train, heldOut }: DataSource,
  supervision: Supervision,
): Promise<TrainingData> {
  const all = await readTrainingRecords(await openFile(train), name, supervision);
  if (heldOut === null) {
    const parts = holdOut(all, SPLIT_SEED, name);
    return { supervision, train: parts.training, heldOut: parts.heldOut };
  }
  const others = await readTrainingRecords(await openFile(heldOut), `${name}, held out`, supervision);
  return { supervision, train: all, heldOut: others };
}
