import type { SweepPlan } from "../../engine/sweep/plan.ts";
import type { Assignment } from "../../engine/sweep/space.ts";
import { embeddedPairs } from "../../state/embedded-pairs.ts";
import { DEFAULT_SPACE } from "../../state/sweep-draft.ts";
import { trainingOf } from "../../state/sweep-training.ts";
import { train } from "../train/session.ts";
import { draft, sweep } from "./session.ts";

/**
 * Sets the Train page to a configuration of a sweep, with the pairs, the base and the generator that the Sweep page has;
 * the recorded sweep was made of those that come with the playground. Not while Train is training: a training keeps its pairs.
 */
export function openInTrain(plan: SweepPlan, values: Assignment): void {
  const { recorded } = sweep.store.getState();
  const { settings, source } = recorded ? { ...DEFAULT_SPACE, source: embeddedPairs } : draft.getState();
  train.change(trainingOf(plan, values, settings));
  void train.open(source, train.store.getState().device);
}
