import { readSweep } from "../../engine/sweep/record.ts";
import { fetchRecording } from "../../state/recordings.ts";
import { sweep } from "./session.ts";

/** Whether the recording was shown in this visit: a page that was emptied stays empty. */
let offered = false;

/** Shows the sweep that comes with the playground, if there is no other yet. */
export async function openRecording(): Promise<void> {
  const { record, phase } = sweep.store.getState();
  if (offered || record || phase !== "idle") return;
  offered = true;
  // Without the recording the page is as useful.
  await fetchRecording("sweep", readSweep).then(sweep.showRecording, () => {});
}
