import { holdOut } from "../../engine/data/hold-out.ts";
import type { Preference } from "../../engine/data/preference.ts";
import { readPreferences } from "../../engine/data/read-records.ts";
import type { DataSource } from "../training-records.ts";
import { openFile } from "./open-file.ts";

/** Which prompts of a file are held out depends on the file alone, so that runs of several seeds can be compared. */
export const SPLIT_SEED = 0;

export interface PreferenceData {
  train: Preference[];
  heldOut: Preference[];
}

/** @throws PlaygroundError naming the file, and the line and field of the first record that does not fit */
export async function readPreferenceData({ name, train, heldOut }: DataSource): Promise<PreferenceData> {
  const all = await readPreferences(await openFile(train), name);
  if (heldOut !== null)
    return { train: all, heldOut: await readPreferences(await openFile(heldOut), `${name}, held out`) };
  const { training, heldOut: rest } = holdOut(all, SPLIT_SEED, name);
  return { train: training, heldOut: rest };
}
