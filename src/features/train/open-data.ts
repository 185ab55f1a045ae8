import { embeddedPairs, furtherPairsOf } from "../../state/embedded-pairs.ts";
import { dataSets } from "../../storage/data-sets.ts";
import type { DeviceChoice } from "../../worker/requests.ts";
import { train } from "./session.ts";

/**
 * Has pairs trained on and held out.
 *
 * @param data pairs of the playground or a data set of this browser, as addresses name them; null: the embedded pairs
 * @param heldOut of a data set of this browser; without it, some of its prompts are held out
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
