import type { SweepPlan } from "../../engine/sweep/plan.ts";
import type { Assignment } from "../../engine/sweep/space.ts";
import { trainingOf } from "../../state/sweep-training.ts";
import { train } from "../train/session.ts";

/** Sets the Train page to a configuration of a sweep. */
export function openInTrain(plan: SweepPlan, values: Assignment): void {
  train.change(trainingOf(plan, values, train.store.getState().settings));
}
