import { embeddedPairs } from "../../state/embedded-pairs.ts";
import { createRuns } from "../../state/runs.ts";
import { createRunsView } from "../../state/runs-view.ts";
import { EngineClient } from "../../worker/client.ts";
import { spawnEngineWorker } from "../../worker/spawn-engine-worker.ts";

const client = new EngineClient(spawnEngineWorker);

/** The page's state outlives the page, so that leaving it and coming back loses nothing. */
export const runs = createRuns(client, embeddedPairs, new URL("cluster", document.baseURI).href);
export const runsView = createRunsView();
