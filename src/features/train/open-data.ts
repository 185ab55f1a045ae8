import type { DeviceChoice } from "../../engine/device.ts";
import { chosenSource, playgroundPairs } from "../../state/chosen-source.ts";
import { train } from "./session.ts";

/** Opens pairs to train on and to hold out, by ids as `chosenSource` takes them. */
export function openTrainingData(data: string | null, heldOut: string | null, device: DeviceChoice): Promise<void> {
  return train.open(playgroundPairs(data) ?? (() => chosenSource(data, heldOut)), device);
}
