import { createKeptList } from "../../state/kept-list.ts";
import { createModelImport } from "../../state/model-import.ts";
import { models } from "../../storage/models.ts";
import { EngineClient } from "../../worker/client.ts";

/** A worker of the page's own: a download is not ended by another page's restart. */
const client = new EngineClient(
  () => new Worker(new URL("../../worker/engine.worker.ts", import.meta.url), { type: "module" }),
);

/** The page's state lives outside of it: a download goes on while another page is looked at. */
export const kept = createKeptList(models, "Model");
export const modelImport = createModelImport(client);
