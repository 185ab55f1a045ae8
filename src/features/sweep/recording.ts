import { readSweep } from "../../engine/sweep/record.ts";
import { fetchRecording } from "../../state/recordings.ts";
import { sweep } from "./session.ts";

/** Whether the recording may still be shown: once in a visit, and not where an address asks for a sweep of its own. */
let wanted = true;

/** Shows the sweep that comes with the playground, if there is no other yet. */
export async function openRecording(): Promise<void> {
  const { record, phase } = sweep.store.getState();
  if (!wanted || record || phase !== "idle") return;
  // Without the recording the page is as useful.
  const recorded = await fetchRecording("sweep", readSweep).catch(() => null);
  if (!wanted || !recorded) return;
  wanted = false;
  sweep.showRecording(recorded);
}

/** Removes the recording from sight and does not show it again: another sweep is asked for. */
export function withholdRecording(): void {
  wanted = false;
  sweep.clear();
}
