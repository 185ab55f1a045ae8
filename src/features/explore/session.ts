import { createExplore } from "../../state/explore.ts";
import { pageEngine } from "../../state/page-engine.ts";

/** The page's state outlives the page, so that leaving it and coming back loses nothing. */
export const explore = createExplore(pageEngine);

pageEngine.store.subscribe(({ policy }, before) => {
  if (policy?.id !== before.policy?.id) void explore.policyChanged();
});
