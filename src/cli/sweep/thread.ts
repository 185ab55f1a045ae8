/** A worker thread that runs trials: `spawnThread` starts it. */
import "core-js/actual/iterator/index.js";
import { parentPort } from "node:worker_threads";
import { openJax } from "../../engine/jax.ts";
import type { ToTrialWorker } from "../../engine/sweep/trial-messages.ts";
import { serveTrials } from "../../flows/sweep/trial-server.ts";
import { findDevice } from "../device.ts";
import { openMaterials } from "./materials.ts";
import type { ThreadSetup } from "./spawn-thread.ts";

const answer = serveTrials<ThreadSetup>(
  async ({ backend, sources }) => {
    const device = await findDevice(backend);
    await openJax(backend);
    return openMaterials(sources, device);
  },
  (message) => parentPort?.postMessage(message),
);
parentPort?.on("message", (message: ToTrialWorker<ThreadSetup>) => void answer(message));
