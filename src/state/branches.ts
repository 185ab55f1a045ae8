import type { TokenTrace } from "../engine/policy/trace.ts";
import type { Trajectory } from "../worker/records.ts";

/** The parent of a branch whose parent was removed: its tokens before `branchAt` are not those that its seed gives. */
export const REMOVED = "removed";

/** A trajectory in the tree of what was tried on one prompt. */
export interface Branch {
  /** Never reused, so that keys and colours stay with their branch. */
  id: number;
  /** Id of the branch that this one was taken off; null if it was sampled from the prompt on. */
  parent: number | typeof REMOVED | null;
  /** Number of response tokens taken over from the parent; the token at this index is the first that differs. */
  branchAt: number;
  trajectory: Trajectory;
}

/** Length of the common beginning of two responses, in tokens. */
export function sharedLength(a: readonly Pick<TokenTrace, "id">[], b: readonly Pick<TokenTrace, "id">[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a[i]?.id !== b[i]?.id) return i;
  }
  return shorter;
}

/**
 * The branches without one of them. Its children keep their tokens and become children of its parent, from which they
 * diverge no later than it did; if it had none, they remain branches of a trajectory that was removed.
 */
export function withoutBranch(branches: readonly Branch[], id: number): Branch[] {
  const gone = branches.find((branch) => branch.id === id);
  if (!gone) return [...branches];
  return branches
    .filter((branch) => branch !== gone)
    .map((branch) =>
      branch.parent === id
        ? {
            ...branch,
            parent: gone.parent ?? REMOVED,
            branchAt: gone.parent === null ? branch.branchAt : Math.min(branch.branchAt, gone.branchAt),
          }
        : branch,
    );
}

/**
 * The branches with a removed one back in its place and its children under it.
 * @param present the branches as they are now, with what was computed since
 * @param before the branches as they were when it was removed
 */
export function withBranchBack(present: readonly Branch[], before: readonly Branch[], id: number): Branch[] {
  const old = before.flatMap((branch) => {
    const now = present.find((other) => other.id === branch.id);
    if (!now) return branch.id === id ? [branch] : [];
    return [{ ...branch, trajectory: now.trajectory }];
  });
  return [...old, ...present.filter((branch) => !before.some((other) => other.id === branch.id))];
}

/** A branch's letter, by its index in the list: "A", "B", …, "Z", "AA". */
export function branchLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : branchLetter(Math.floor(index / 26) - 1) + letter;
}

/**
 * Copies the parent's record into a branch up to the token where they diverge. Those tokens were drawn under the
 * parent's settings, and probabilities and rewards of a shared prefix must be the same numbers, not merely close ones.
 */
export function inheritPrefix(parent: Trajectory, branchAt: number, own: Trajectory): Trajectory {
  const rewards = Object.fromEntries(
    Object.entries(own.rewards).map(([model, values]) => {
      const inherited = parent.rewards[model];
      return [model, inherited ? [...inherited.slice(0, branchAt + 1), ...values.slice(branchAt + 1)] : values];
    }),
  );
  return { ...own, tokens: [...parent.tokens.slice(0, branchAt), ...own.tokens.slice(branchAt)], rewards };
}
