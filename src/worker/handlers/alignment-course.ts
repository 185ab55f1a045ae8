import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import type { StagedWork } from "../../flows/staged-work.ts";
import type { AlignmentEvent, AlignmentPlan, AlignmentStage } from "../alignment-records.ts";
import type { LoadedPolicy } from "../models.ts";

/** What all parts of one alignment have in common. */
export interface AlignmentCourse {
  plan: AlignmentPlan;
  /** The base, which is its own reference. */
  policy: LoadedPolicy;
  runtime: RuntimeOptions;
  work: StagedWork<AlignmentStage>;
  emit(event: AlignmentEvent): void;
  /** Aborted when everything is to be let go. */
  signal: AbortSignal;
  /** Aborted when training is to end where it is. */
  enough: AbortSignal;
}
