import { dataSets } from "../../storage/data-sets.ts";
import type { DeviceChoice } from "../../worker/protocol.ts";
import { reportOf } from "../../worker/report.ts";
import { train } from "./session.ts";

/** Has data sets of this browser trained on and held out; without a second one, some prompts of the first are held out. */
export async function openKept(data: string, heldOut: string | null, device: DeviceChoice): Promise<void> {
  try {
    const { name } = await dataSets.get(data);
    if (heldOut !== null) await dataSets.get(heldOut);
    await train.open({ name, train: { kept: data }, heldOut: heldOut === null ? null : { kept: heldOut } }, device);
  } catch (error) {
    const { source } = train.store.getState();
    await train.open(source, device);
    train.store.setState({ error: reportOf(error) });
  }
}
