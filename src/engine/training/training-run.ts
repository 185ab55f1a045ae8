import type { RewardRun } from "./reward-run.ts";

/** A reward model in training, in this thread or in another one (`WorkerRun`): what whoever trains and keeps it asks of it. */
export type TrainingRun = Pick<
  RewardRun,
  | "step"
  | "done"
  | "advanceMeasured"
  | "moved"
  | "evaluate"
  | "rewardsOf"
  | "signal"
  | "snapshot"
  | "checkpoint"
  | "adapter"
  | "dispose"
>;
