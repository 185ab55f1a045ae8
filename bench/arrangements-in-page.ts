import { crew } from "../src/features/sweep/session.ts";
import { type ArrangementTimes, plan, timeArrangements } from "./arrangements.ts";

/** The same with the workers of the page Sweep. */
export function timePageArrangements(rounds: number): Promise<ArrangementTimes> {
  return timeArrangements(() => crew().spawn(plan), rounds);
}
