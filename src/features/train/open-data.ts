import type { DeviceChoice } from "../../engine/device.ts";
import { embeddedPairs, furtherPairsOf } from "../../state/embedded-pairs.ts";
import { dataSets } from "../../storage/data-sets.ts";
import { train } from "./session.ts";

/**
 * Opens pairs to train on and to hold out.
 *
 * @param data id, as in addresses, of pairs of the playground or of a data set of this browser; null: the embedded
 *   pairs
 * @param heldOut id of a data set of this browser; null holds out some prompts of `data`
 */
export function openData(data: string | null, heldOut: string | null, device: DeviceChoice): Promise<void> {
  const own = data === null ? embeddedPairs : furtherPairsOf(data);
  if (own) return train.open(own, device);
  return train.open(async () => {
    const { name } = await dataSets.get(data as string);
    if (heldOut !== null) await dataSets.get(heldOut);
    return { name, train: { kept: data as string }, heldOut: heldOut === null ? null : { kept: heldOut } };
  }, device);
}
