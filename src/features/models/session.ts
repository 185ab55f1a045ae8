import { createKeptList } from "../../state/kept-list.ts";
import { createModelImport } from "../../state/model-import.ts";
import { models } from "../../storage/models.ts";
import { EngineClient } from "../../worker/client.ts";

/** The page's own worker: restarting another page's worker does not end a download. */
const client = new EngineClient(
  () => new Worker(new URL("../../worker/engine.worker.ts", import.meta.url), { type: "module" }),
);

/** The page's state outlives the page: a download continues while another page is open. */
export const kept = createKeptList(models, "Model");
export const modelImport = createModelImport(client);
