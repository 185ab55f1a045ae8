import type { Trajectory } from "../worker/records.ts";

/** The trajectory that a reward model gives the highest outcome reward. */
export interface Preferred {
  model: string;
  /** The index of the trajectory. */
  place: number;
  /** Whether the trajectory's answer is right. */
  correct: boolean;
}

/**
 * Finds the trajectory that each reward model prefers.
 * @returns null unless answers of both kinds, right and wrong, are among the trajectories: only then a preference says something
 */
export function preferred(trajectories: readonly Pick<Trajectory, "judgement" | "rewards">[]): Preferred[] | null {
  const kinds = new Set(trajectories.map(({ judgement }) => judgement.correct));
  if (!kinds.has(true) || !kinds.has(false)) return null;
  const models = new Set(trajectories.flatMap(({ rewards }) => Object.keys(rewards)));
  return [...models].map((model) => {
    const outcomes = trajectories.map(({ judgement, rewards }) =>
      judgement.correct === null ? Number.NEGATIVE_INFINITY : (rewards[model]?.at(-1) ?? Number.NEGATIVE_INFINITY),
    );
    const place = outcomes.indexOf(Math.max(...outcomes));
    return { model, place, correct: trajectories[place]?.judgement.correct === true };
  });
}
