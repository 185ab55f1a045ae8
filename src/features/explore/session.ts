import { createExplore } from "../../state/explore.ts";
import { did } from "../../state/guided-path.ts";
import { pageEngine } from "../../state/page-engine.ts";

/** The page's state outlives the page, so that leaving it and coming back loses nothing. */
export const explore = createExplore(pageEngine);

pageEngine.store.subscribe(({ policy }, before) => {
  if (policy?.id !== before.policy?.id) void explore.policyChanged();
});

// A visitor on the guided path has done what its stop is about.
explore.store.subscribe(({ branches, recording }, before) => {
  if (branches === before.branches) return;
  const computed = branches.filter(
    ({ id }) => !recording?.branchIds.includes(id) && !before.branches.some((one) => one.id === id),
  );
  if (computed.length > 0) did(computed.some(({ parent }) => parent !== null) ? "branch" : "generate");
});
explore.selection.subscribe(({ hovered, pinned }) => {
  if (pinned) did("pin");
  if (hovered) did("point");
});
