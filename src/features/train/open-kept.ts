import { dataSets } from "../../storage/data-sets.ts";
import type { DeviceChoice } from "../../worker/requests.ts";
import { train } from "./session.ts";

/** Has data sets of this browser trained on and held out; without a second one, some prompts of the first are held out. */
export function openKept(data: string, heldOut: string | null, device: DeviceChoice): Promise<void> {
  return train.open(async () => {
    const { name } = await dataSets.get(data);
    if (heldOut !== null) await dataSets.get(heldOut);
    return { name, train: { kept: data }, heldOut: heldOut === null ? null : { kept: heldOut } };
  }, device);
}
