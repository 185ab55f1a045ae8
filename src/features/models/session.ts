import { msg } from "../../i18n/msg.ts";
import { createKeptList } from "../../state/kept-list.ts";
import { createModelImport } from "../../state/model-import.ts";
import { models } from "../../storage/models.ts";
import { EngineClient } from "../../worker/client.ts";
import { spawnEngineWorker } from "../../worker/spawn-engine-worker.ts";

/** The page's own worker: restarting another page's worker does not end a download. */
const client = new EngineClient(spawnEngineWorker);

/** The page's state outlives the page: a download continues while another page is open. */
export const kept = createKeptList(models, msg("Model"));
export const modelImport = createModelImport(client);
