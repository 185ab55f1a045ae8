import { type Branch, branchLetter, sharedLength } from "../../state/branches.ts";
import type { ExploreState } from "../../state/explore-state.ts";
import type { LiveTrajectory } from "../../state/live.ts";
import { type PrefixValues, valuesAlong } from "../../state/prefix-values.ts";
import { type FigureTrajectory, verdictMarks } from "../../ui/token-figure/model.ts";

type Shown = Pick<ExploreState, "branches" | "activeId" | "comparedIds">;

/** The trajectories that the figure draws: the active and the compared branches in order, and the one being written. */
export function visibleTrajectories(
  { branches, activeId, comparedIds }: Shown,
  live: LiveTrajectory | null,
  values: PrefixValues,
): FigureTrajectory[] {
  const rows = branches
    .map((branch, index) => ({ branch, index }))
    .filter(({ branch }) => isBeside(branch, live) && (branch.id === activeId || comparedIds.includes(branch.id)))
    .map(({ branch: { id, trajectory }, index }) => ({
      id,
      letter: branchLetter(index),
      tokens: trajectory.tokens,
      rewards: trajectory.rewards,
      exact: trajectory.exact,
      values: valuesAlong(values, trajectory.prompt, trajectory.tokens),
      ...verdictMarks(trajectory.judgement),
      active: !live && id === activeId,
    }));
  if (live) {
    const { id, tokens, rewards, prompt } = live;
    const letter = branchLetter(branches.filter(({ trajectory }) => trajectory.prompt === prompt).length);
    rows.push({
      id,
      letter,
      tokens,
      rewards,
      // Exact values and verdict are computed when the response is complete.
      exact: null,
      values: valuesAlong(values, prompt, tokens),
      steps: [],
      mistake: null,
      active: true,
    });
  }
  return rows.map((row, index) => ({
    ...row,
    partsAt:
      index === 0 ? null : Math.max(...rows.slice(0, index).map(({ tokens }) => sharedLength(tokens, row.tokens))),
  }));
}

function isBeside({ trajectory }: Branch, live: LiveTrajectory | null): boolean {
  return !live || live.prompt === trajectory.prompt;
}
