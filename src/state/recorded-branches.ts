import type { ModelEntry } from "../worker/records.ts";
import { type Branch, REMOVED } from "./branches.ts";
import type { TrajectoriesDocument } from "./trajectories-document.ts";

/** A recording of which at least one branch is shown. */
export interface ShownRecording {
  /** The policy that wrote, and the reward models that judged. */
  policy: ModelEntry | null;
  rewardModels: readonly ModelEntry[];
  /** Ids of the branches that come from the recording. */
  branchIds: readonly number[];
}

/** The trajectories of a document as branches. @param firstId the id of the first branch; the others follow */
export function recordedBranches({ prompt, trajectories }: TrajectoriesDocument, firstId: number): Branch[] {
  return trajectories.map(({ parent, branchAt, name: _, values: __, verdict, ...trajectory }, i) => {
    const place = trajectories.findIndex(({ name }) => name === parent);
    return {
      id: firstId + i,
      parent: parent === null || place < 0 ? (branchAt === null ? null : REMOVED) : firstId + place,
      branchAt: branchAt ?? 0,
      trajectory: { ...trajectory, prompt, judgement: verdict },
    };
  });
}

/**
 * The part of a recording that is still among the branches; null if none is. @param computed id of a branch that has
 * since been computed here
 */
export function stillShown(
  recording: ShownRecording | null,
  branches: readonly Branch[],
  computed: number | null = null,
): ShownRecording | null {
  if (!recording) return null;
  const branchIds = recording.branchIds.filter((id) => id !== computed && branches.some((branch) => branch.id === id));
  return branchIds.length > 0 ? { ...recording, branchIds } : null;
}
