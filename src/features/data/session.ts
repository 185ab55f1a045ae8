import { createDataEdit } from "../../state/data-edit.ts";
import { createDataImport } from "../../state/data-import.ts";
import { createDataSets } from "../../state/data-sets.ts";
import { createHubData } from "../../state/hub-data.ts";
import { createPairMaking } from "../../state/pair-making.ts";
import { createRecordsView } from "../../state/records-view.ts";
import { EngineClient } from "../../worker/client.ts";

/** A worker of the page's own: an import never delays an answer, and is not ended by another page's restart. */
export const dataClient = new EngineClient(
  () => new Worker(new URL("../../worker/engine.worker.ts", import.meta.url), { type: "module" }),
);

/** The page's state lives outside of it: leaving for another page and coming back loses nothing. */
export const sets = createDataSets();
export const dataImport = createDataImport(dataClient);
export const hubData = createHubData(dataClient);
export const dataEdit = createDataEdit(dataClient);
export const recordsView = createRecordsView();

/** Address of the policy; every model that comes with the playground has its tokens. */
export const PLAYGROUND_TOKENS = new URL("models/policy/", document.baseURI).href;

export const pairMaking = createPairMaking(dataClient, PLAYGROUND_TOKENS);
