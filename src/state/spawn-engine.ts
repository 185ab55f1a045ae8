import { msg } from "../i18n/msg.ts";
import { spawnEngineWorker } from "../worker/spawn-engine-worker.ts";
import { showDevice, useDevice } from "./device.ts";
import { createEngine, type Engine } from "./engine.ts";

/** Starts an engine with its own worker and the models of this site; the header shows its device. */
export function spawnEngine(): Engine {
  const engine = createEngine(spawnEngineWorker, new URL("models/", document.baseURI).href);
  engine.store.subscribe(({ phase, device, error }) => {
    if (phase === "failed" && !device) {
      useDevice.setState({
        status: "failed",
        backend: null,
        reason: error?.what ?? msg("The engine could not start."),
      });
    } else if (device) {
      showDevice(device);
    }
  });
  return engine;
}
