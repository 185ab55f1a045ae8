import { rewardAt, type ScoredRecords } from "../trajectory.ts";

/** A trajectory's rewards at the ends of its steps, with the truth about the steps. */
export interface StepRewards {
  trajectory: number;
  /** v_{−1}: the reward at the end of the prompt. */
  start: number;
  /** v_t: the reward at the end of step t. */
  steps: readonly number[];
  /** e: the index of the first wrong step; −1 if there is none. */
  firstWrong: number;
}

/** The step rewards of every trajectory whose steps are labelled and have a reward at each end. */
export function stepRewards({ trajectories, rewards }: ScoredRecords): StepRewards[] {
  return trajectories.flatMap(({ stepEnds, firstWrongStep }, trajectory) => {
    if (firstWrongStep === null || stepEnds.length === 0) return [];
    const [start, ...steps] = [-1, ...stepEnds].map((position) => rewardAt(rewards[trajectory], position)) as [
      number,
      ...number[],
    ];
    if (![start, ...steps].every((reward) => !Number.isNaN(reward))) return [];
    return [{ trajectory, start, steps, firstWrong: firstWrongStep }];
  });
}

/** Whether the prefix up to and including a step is right: no step so far is wrong. */
export function isRight(step: number, firstWrong: number): boolean {
  return firstWrong < 0 || step < firstWrong;
}

/** All steps of all trajectories, one after another. */
export interface PooledSteps {
  /** The trajectory of each step. */
  trajectories: number[];
  rewards: number[];
  right: boolean[];
}

export function pooledSteps(all: readonly StepRewards[]): PooledSteps {
  return {
    trajectories: all.flatMap(({ trajectory, steps }) => steps.map(() => trajectory)),
    rewards: all.flatMap(({ steps }) => steps),
    right: all.flatMap(({ steps, firstWrong }) => steps.map((_, step) => isRight(step, firstWrong))),
  };
}
