/** The plain records of evaluation and best-of-N that cross the worker boundary. */

import type { StageProgress } from "../flows/stage-teller.ts";
import type { StoredRewardModel } from "../storage/stored-model.ts";
import type { DataFile } from "./training-records.ts";

/** Which reward models judge. */
export interface ChosenModels {
  /** Ids of those that come with the playground. */
  embedded: readonly string[];
  /** Of this browser. */
  stored: readonly StoredRewardModel[];
}

/** A file of records, with the name the report calls it by. */
export interface NamedFile {
  name: string;
  file: DataFile;
}

/** How far a measurement is. */
export interface MeasurementProgress extends StageProgress<string> {
  /** What is being done, for a person: "Scoring with ICRM". */
  doing: string;
}
