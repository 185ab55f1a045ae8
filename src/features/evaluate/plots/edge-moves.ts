import { consistencyEdges } from "../../../engine/evaluation/edges.ts";
import type { Judge } from "../../../engine/evaluation/report.ts";
import { type JudgedTrajectory, rewardAt } from "../../../engine/evaluation/trajectory.ts";
import { stepEdges, tokenEdges, truthQ } from "../../../engine/evaluation/true-edges.ts";
import { sigmoid } from "../../../engine/statistics/logistic.ts";

/** How far what a judge says moves from one prefix to a later one, beside how far a value can. */
export interface Move {
  delta: number;
  /** 1 − q, q the probability of all tokens in between. */
  bound: number;
  /** Of values: beyond what sampling can explain. */
  broken: boolean;
}

/**
 * The moves of a judge along all responses.
 * @param by every token, or from the end of one step to that of the next; measured values often have only the latter
 */
export function movesOf(trajectories: readonly JudgedTrajectory[], judge: Judge, by: "token" | "step"): Move[] {
  const edges = by === "token" ? tokenEdges : stepEdges;
  return trajectories.flatMap((trajectory): Move[] => {
    const { q, rewards } = trajectory;
    if (judge.kind === "truth") return edges(trajectory, truthQ(trajectory));
    if (!q) return [];
    const own = rewards[judge.id];
    if (!own) return [];
    if (by === "token") return consistencyEdges([own.prompt, ...own.tokens], q);
    const says = (position: number) => sigmoid(rewardAt(own, position));
    return stepEdges(trajectory, q).map(({ from, to, bound }) => {
      const delta = Math.abs(says(to.position) - says(from.position));
      return { delta, bound, broken: delta > bound };
    });
  });
}
