import type { Backend } from "../src/engine/device.ts";
import { crew } from "../src/features/sweep/session.ts";
import { train } from "../src/features/train/session.ts";
import { type ArrangementTimes, plan, timeArrangements } from "./arrangements.ts";

/** Times the arrangements as `timeArrangements` does, with the workers of the Sweep page. */
export function timePageArrangements(device: Backend, rounds: number): Promise<ArrangementTimes> {
  train.store.setState({ device });
  return timeArrangements(() => crew().spawn(plan), rounds);
}
