import type { Supervision } from "../../engine/data/read-records.ts";
import { readTrainingSplit, type TrainingSplit } from "../../engine/training/training-data.ts";
import type { DataSource } from "../training-records.ts";
import { openFile } from "./open-file.ts";

/** The records of a source. @throws PlaygroundError naming the file, where it cannot be read or holds none of the kind */
export async function readTrainingData(
  { name, train, heldOut }: DataSource,
  supervision: Supervision,
): Promise<TrainingSplit> {
  return readTrainingSplit(
    { name, file: await openFile(train) },
    heldOut === null ? null : { name: `${name}, held out`, file: await openFile(heldOut) },
    supervision,
  );
}
