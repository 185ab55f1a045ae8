import type { StoreApi } from "zustand/vanilla";
import { t } from "../i18n/i18n.ts";
import { type Branch, withBranchBack, withoutBranch } from "./branches.ts";
import { type ShownRecording, stillShown } from "./recorded-branches.ts";
import type { Selection } from "./selection.ts";

/** The trajectories that are shown. */
export interface ShownBranches {
  /** All trajectories of one prompt, which may be older than the prompt that is being typed. */
  branches: Branch[];
  activeId: number | null;
  /** Branches that are drawn beside the active one. */
  comparedIds: number[];
  /** The recording whose trajectories are shown; null if all were computed here. */
  recording: ShownRecording | null;
  /** The branch that was removed last, with all branches as they were; null once those are of another prompt. */
  removed: { id: number; before: Branch[]; recording: ShownRecording | null } | null;
  /** Text for screen readers. */
  announcement: string;
}

/** What a person changes about the trajectories that are there, without the engine. */
export interface BranchEdits {
  activate(branchId: number): void;
  toggleCompared(branchId: number): void;
  remove(branchId: number): void;
  /** Restores the branch that was removed last. */
  bringBack(): void;
}

export function branchEdits(store: StoreApi<ShownBranches>, selection: StoreApi<Selection>): BranchEdits {
  return {
    activate: (next) =>
      store.setState(({ activeId, comparedIds }) => {
        const beside = activeId === null || activeId === next ? comparedIds : [...comparedIds, activeId];
        return { activeId: next, comparedIds: [...new Set(beside)].filter((id) => id !== next) };
      }),

    toggleCompared: (branchId) =>
      store.setState(({ comparedIds }) => ({
        comparedIds: comparedIds.includes(branchId)
          ? comparedIds.filter((id) => id !== branchId)
          : [...comparedIds, branchId],
      })),

    remove: (branchId) => {
      selection.setState({ hovered: null, pinned: null });
      store.setState((state) => {
        const branches = withoutBranch(state.branches, branchId);
        const activeId = state.activeId === branchId ? (branches.at(-1)?.id ?? null) : state.activeId;
        const comparedIds = state.comparedIds.filter((id) => id !== branchId && id !== activeId);
        const recording = stillShown(state.recording, branches);
        const removed = { id: branchId, before: state.branches, recording: state.recording };
        return { branches, activeId, comparedIds, recording, removed, announcement: t("Removed. It can be undone.") };
      });
    },

    bringBack: () =>
      store.setState(({ branches: present, removed, recording }) => {
        if (!removed) return {};
        const branches = withBranchBack(present, removed.before, removed.id);
        const recorded = removed.recording?.branchIds.includes(removed.id) ? removed.recording : null;
        return {
          branches,
          activeId: removed.id,
          removed: null,
          recording: recorded ? { ...recorded, branchIds: [...(recording?.branchIds ?? []), removed.id] } : recording,
          announcement: t("Restored."),
        };
      }),
  };
}
