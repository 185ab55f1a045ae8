import type { RewardRun } from "./reward-run.ts";

/** A reward model in training, as the flow sees it: alone (`RewardRun`), in another thread (`WorkerRun`), or in a population (`runsOf`). */
export type TrainingRun = Pick<
  RewardRun,
  | "step"
  | "workers"
  | "done"
  | "advanceMeasured"
  | "moved"
  | "evaluate"
  | "rewardsOf"
  | "signal"
  | "remember"
  | "forget"
  | "snapshot"
  | "checkpoint"
  | "adapter"
  | "dispose"
>;
