/** The plain records of evaluation and best-of-N that cross the worker boundary. */

import type { StageProgress } from "../flows/stage-reporter.ts";
import type { NamedFile } from "../flows/train/plan.ts";
import type { StoredRewardModel } from "../storage/stored-model.ts";
import type { DataFile } from "./training-records.ts";

/** The reward models that judge. */
export interface ChosenModels {
  /** Ids of reward models that come with the playground. */
  embedded: readonly string[];
  /** Reward models of this browser. */
  stored: readonly StoredRewardModel[];
}

/** A file of records, with its name in the report. */
export type NamedDataFile = NamedFile<DataFile>;

/** How far a measurement is. */
export interface MeasurementProgress extends StageProgress<string> {
  /** The current work, for a person: "Scoring with ICRM". */
  doing: string;
}
