import { showDevice } from "../../state/device.ts";
import { embeddedPairs } from "../../state/embedded-pairs.ts";
import { did } from "../../state/guided-path.ts";
import { createTrain } from "../../state/train.ts";
import { spawnEngineWorker } from "../../worker/spawn-engine-worker.ts";

/**
 * The page's state outlives the page, so that leaving it and coming back loses nothing. The page has its own worker, so
 * that Explore stays fast during a training.
 */
export const train = createTrain(spawnEngineWorker, new URL("models/", document.baseURI).href, embeddedPairs);

train.store.subscribe(({ opened }, before) => {
  if (opened && opened !== before.opened) showDevice(opened.device);
});

// A visitor on the guided path has done what its stop is about.
train.store.subscribe(({ phase, recorded }, before) => {
  if (phase === "ended" && before.phase !== "ended" && !recorded) did("train");
});
train.view.subscribe(({ step }) => {
  if (step !== null) did("scrub");
});
