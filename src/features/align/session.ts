import { createAlign } from "../../state/align.ts";
import { spawnEngine } from "../../state/spawn-engine.ts";

/** The engine of this page. It is not Explore's, so that Explore stays fast while a policy is trained. */
export const alignEngine = spawnEngine();

/** The page's state outlives the page, so that leaving it and coming back loses nothing. */
export const align = createAlign(alignEngine);
