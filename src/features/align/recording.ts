import { alignAddress } from "../../state/align-settings.ts";
import { readAlignment } from "../../state/recorded-alignment.ts";
import { fetchRecording } from "../../state/recordings.ts";
import { afterPaint } from "../../ui/after-paint.ts";
import { align } from "./session.ts";

/** Whether the recording was shown in this visit: a page that was emptied stays empty. */
let offered = false;

/** Shows the alignment that comes with the playground, if there was none yet and the address asks for no other, and resolves when it is painted. */
export async function openRecording(): Promise<void> {
  const { phase, lanes } = align.store.getState();
  const { device: _, ...asked } = alignAddress.searchOf(align.settings.getState());
  if (offered || phase !== "idle" || lanes.length > 0 || Object.keys(asked).length > 0) return;
  offered = true;
  try {
    align.showRecording(await fetchRecording("alignment", readAlignment));
    await afterPaint();
  } catch {
    // Without the recording the page is as useful, and its Start button says what to do.
  }
}
