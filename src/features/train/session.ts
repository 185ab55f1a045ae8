import { showDevice } from "../../state/device.ts";
import { embeddedPairs } from "../../state/embedded-pairs.ts";
import { createTrain } from "../../state/train.ts";

/**
 * The page's state lives outside of it: leaving for another page and coming back loses nothing. It has a worker of its
 * own, so that Explore stays as quick as it is while a training runs.
 */
export const train = createTrain(
  () => new Worker(new URL("../../worker/engine.worker.ts", import.meta.url), { type: "module" }),
  new URL("models/", document.baseURI).href,
  embeddedPairs,
);

train.store.subscribe(({ opened }, before) => {
  if (opened && opened !== before.opened) showDevice(opened.device);
});
