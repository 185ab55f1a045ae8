import { type PairSplit, readPairSplit } from "../../engine/training/training-data.ts";
import type { DataSource } from "../training-records.ts";
import { openFile } from "./open-file.ts";

/** The pairs of a source. @throws PlaygroundError naming the file, where it cannot be read or holds no pairs */
export async function readPreferenceData({ name, train, heldOut }: DataSource): Promise<PairSplit> {
  return readPairSplit(
    { name, file: await openFile(train) },
    heldOut === null ? null : { name: `${name}, held out`, file: await openFile(heldOut) },
  );
}
