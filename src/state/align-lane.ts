import type { ProblemReport } from "../engine/errors.ts";
import type { Collapse } from "../engine/evaluation/collapse.ts";
import type { AlignmentPoint } from "../flows/align/plan.ts";
import type { StoredPolicy } from "../storage/stored-model.ts";
import type { AlignmentEvent } from "../worker/alignment-records.ts";
import type { ModelEntry } from "../worker/records.ts";

type Pairs = Extract<AlignmentEvent, { type: "pairs" }>;

/** A policy that is, or was last, tuned to one reward model, beside other policies. */
export interface AlignLane {
  reward: ModelEntry;
  pairs: Omit<Pairs, "type" | "reward"> | null;
  /** The kinds of collapse that the last judgement found. */
  collapse: readonly Collapse[];
  /** The error that halted the policy. */
  error: ProblemReport | null;
  /** The policy in the browser's storage, after it was tuned. */
  kept: StoredPolicy | null;
}

/**
 * Curves by reward model id. They are in a store of their own, since they change at every step and only charts need to
 * follow.
 */
export type AlignCurves = Readonly<Record<string, readonly AlignmentPoint[]>>;
