import { readTraining } from "../../state/recorded-training.ts";
import { fetchRecording } from "../../state/recordings.ts";
import { afterPaint } from "../../ui/after-paint.ts";
import { train } from "./session.ts";

/** A visit opens with the recording once: whoever has emptied the page finds it empty. */
let offered = false;

/** Shows the training that comes with the playground, where none has been here yet, and resolves once it is painted. */
export async function openRecording(): Promise<void> {
  const { phase, lanes } = train.store.getState();
  if (offered || phase !== "idle" || lanes.length > 0) return;
  offered = true;
  try {
    const recorded = await fetchRecording("training", readTraining);
    // Somebody may have started a training meanwhile.
    if (train.store.getState().phase !== "idle") return;
    train.showRecording(recorded);
    await afterPaint();
  } catch {
    // The page is as useful without it, and its Start says what to do.
  }
}
