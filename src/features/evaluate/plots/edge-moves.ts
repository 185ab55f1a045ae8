import { consistencyEdges } from "../../../engine/evaluation/edges.ts";
import type { ReportedJudge } from "../../../engine/evaluation/report.ts";
import { type JudgedTrajectory, rewardAt } from "../../../engine/evaluation/trajectory.ts";
import { tokenEdges, trueStepEdges, truthQ } from "../../../engine/evaluation/true-edges.ts";
import { sigmoid } from "../../../engine/statistics/logistic.ts";

/** How far a judge's reward or value moves from one prefix to a later one, with the bound on a value's move. */
export interface Move {
  delta: number;
  /** 1 − q, where q is the probability of all tokens in between. */
  bound: number;
  /** Whether the move is beyond the bound; for measured values, by more than sampling can explain. */
  broken: boolean;
}

/**
 * The moves of a judge along all responses.
 * @param by from token to token, or from step end to step end; measured values often have only the latter
 */
export function movesOf(trajectories: readonly JudgedTrajectory[], judge: ReportedJudge, by: "token" | "step"): Move[] {
  const edges = by === "token" ? tokenEdges : trueStepEdges;
  return trajectories.flatMap((trajectory): Move[] => {
    const { q, rewards } = trajectory;
    if (judge.kind === "truth") return edges(trajectory, truthQ(trajectory));
    if (!q) return [];
    const own = rewards[judge.id];
    if (!own) return [];
    if (by === "token") return consistencyEdges([own.prompt, ...own.tokens], q);
    const says = (position: number) => sigmoid(rewardAt(own, position));
    return trueStepEdges(trajectory, q).map(({ from, to, bound }) => {
      const delta = Math.abs(says(to.position) - says(from.position));
      return { delta, bound, broken: delta > bound };
    });
  });
}
