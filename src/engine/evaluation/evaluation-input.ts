import type { LeftOut } from "../data/left-out.ts";
import type { ShapeId } from "../data/shapes/index.ts";
import type { ByText, ProcessRewards } from "../reward/judge.ts";
import type { LabelledRecords } from "./trajectory.ts";

/** A reward model and its rewards for the records. */
export interface EvaluatedModel {
  id: string;
  name: string;
  /** How a model that reads texts measures; such a model gives rewards at some places only. Left out for models that read tokens. */
  byText?: ByText | undefined;
  /** Process rewards by trajectory. */
  rewards: readonly ProcessRewards[];
  /** Process rewards by trajectory of the validation records; null if there are none. */
  validation: readonly ProcessRewards[] | null;
}

/** Records with everything that an evaluation measures on them. */
export interface EvaluationInput {
  name: string;
  format: ShapeId;
  /** SHA-256 of the records. */
  hash: string;
  records: LabelledRecords;
  /** The validation records, from which thresholds and calibration are fitted. */
  validation: { name: string; records: LabelledRecords } | null;
  models: readonly EvaluatedModel[];
  warnings: readonly string[];
  leftOut: LeftOut;
}
