import * as v from "valibot";
import type { RewardModelConfig } from "../../../engine/training/reward-model-config.ts";
import type { RunEnding, RunPlan, TrainingPlan } from "../../../flows/train/plan.ts";
import { atLeastOne, call, count, counts, dataSource, device, object, text } from "../../call-type.ts";
import type { OpenedTraining, PinnedPair, TrainingEvent } from "../../training-records.ts";

const run = object<RunPlan>({ id: text, name: text, config: object<RewardModelConfig>(), resume: v.nullable(text) });

const plan = object<TrainingPlan>({
  runs: v.array(run),
  generator: v.nullable(text),
  pairs: v.nullable(count),
  heldOut: v.nullable(count),
  recordEvery: atLeastOne,
});

/** The calls of Train. */
export const trainCalls = {
  /** Reads the base that training starts from, and the preference pairs. Must be a training worker's first request. */
  openTraining: call({
    device,
    /** Absolute address of the models folder, with a slash at its end. */
    models: text,
    /** Id of a model of this browser that reward models start from; null is the playground's base. */
    base: v.nullable(text),
    data: dataSource,
    /** What runs learn from; labelled steps are read if a run learns from steps. */
    supervision: v.picklist(["pairs", "steps"]),
  }).answers<OpenedTraining>(),

  /** Chooses the held-out pairs that are followed through training, also while it runs. */
  pinPairs: call({
    places: counts,
    /**
     * The generator whose probabilities are shown, as in `TrainingPlan`; during a training, always that of the
     * training.
     */
    generator: v.nullable(text),
  }).answers<PinnedPair[]>(),

  /**
   * Opens the runs of a plan and lets each compute its first step once, so that their training finds them ready; runs that
   * have no worker of their own are not opened. Answers when that has begun.
   */
  openAhead: call({ plan }).answers<null>(),

  /** Trains until all runs are done; if cancelled, ends after the current step and keeps the runs. */
  train: call({ plan }).answers<RunEnding[], TrainingEvent>(),

  /** Controls the running training: pause after the current step, resume, or make one step and pause again. */
  controlTraining: call({ action: v.picklist(["pause", "resume", "step"]) }).answers<null>(),
};
