import { createDataEdit } from "../../state/data-edit.ts";
import { createDataImport } from "../../state/data-import.ts";
import { createDataSets } from "../../state/data-sets.ts";
import { createHubData } from "../../state/hub-data.ts";
import { createPairMaking } from "../../state/pair-making.ts";
import { createRecordsView } from "../../state/records-view.ts";
import { EngineClient } from "../../worker/client.ts";
import { spawnEngineWorker } from "../../worker/spawn-engine-worker.ts";

/** The page's own worker: an import does not delay answers, and restarting another page's worker does not end it. */
export const dataClient = new EngineClient(spawnEngineWorker);

/** The page's state outlives the page, so that leaving it and coming back loses nothing. */
export const sets = createDataSets();
export const dataImport = createDataImport(dataClient);
export const hubData = createHubData(dataClient);
export const dataEdit = createDataEdit(dataClient);
export const recordsView = createRecordsView();

/** Address of the policy; all models that come with the playground have its tokens. */
export const PLAYGROUND_TOKENS = new URL("models/policy/", document.baseURI).href;

export const pairMaking = createPairMaking(dataClient, PLAYGROUND_TOKENS);
