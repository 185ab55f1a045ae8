import type { ModelEntry } from "../worker/records.ts";
import type { Branch } from "./branches.ts";
import type { TrajectoriesDocument } from "./trajectories-document.ts";

/** A recording of which something is in sight. */
export interface ShownRecording {
  /** Who wrote, and who judged. */
  policy: ModelEntry | null;
  rewardModels: readonly ModelEntry[];
  /** The branches that come from it. */
  branchIds: readonly number[];
}

/** The trajectories of a document as branches. @param firstId they are numbered from here on */
export function recordedBranches({ prompt, trajectories }: TrajectoriesDocument, firstId: number): Branch[] {
  return trajectories.map(({ parent, branchAt, name: _, values: __, verdict, ...trajectory }, i) => {
    const place = trajectories.findIndex(({ name }) => name === parent);
    return {
      id: firstId + i,
      parent: parent === null || place < 0 ? null : firstId + place,
      branchAt: branchAt ?? 0,
      trajectory: { ...trajectory, prompt, judgement: verdict },
    };
  });
}

/** What is left of a recording among the branches; null where nothing is. @param computed one that was computed here since */
export function stillShown(
  recording: ShownRecording | null,
  branches: readonly Branch[],
  computed: number | null = null,
): ShownRecording | null {
  if (!recording) return null;
  const branchIds = recording.branchIds.filter((id) => id !== computed && branches.some((branch) => branch.id === id));
  return branchIds.length > 0 ? { ...recording, branchIds } : null;
}
