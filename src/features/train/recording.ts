import { readTraining } from "../../state/recorded-training.ts";
import { fetchRecording } from "../../state/recordings.ts";
import { afterPaint } from "../../ui/after-paint.ts";
import { train } from "./session.ts";

/** Whether the recording was shown in this visit: a page that was emptied stays empty. */
let offered = false;

/** Shows the training that comes with the playground, if there was none yet, and resolves when it is painted. */
export async function openRecording(): Promise<void> {
  const { phase, lanes } = train.store.getState();
  if (offered || phase !== "idle" || lanes.length > 0) return;
  offered = true;
  try {
    const recorded = await fetchRecording("training", readTraining);
    // The person may have started a training meanwhile.
    if (train.store.getState().phase !== "idle") return;
    train.showRecording(recorded);
    await afterPaint();
  } catch {
    // Without the recording the page is just as useful, and its Start button says what to do.
  }
}
