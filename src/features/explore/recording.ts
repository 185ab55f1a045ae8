import { defaultSettings, type ExploreState } from "../../state/explore-state.ts";
import { fetchRecording } from "../../state/recordings.ts";
import { readTrajectories } from "../../state/trajectories-document.ts";
import { afterPaint } from "../../ui/after-paint.ts";
import { explore } from "./session.ts";

/** Whether the recording was shown in this visit: a page that was emptied stays empty. */
let offered = false;

/** Whether nothing has been typed, asked for or opened. */
function isUntouched(): boolean {
  const { branches, prompt, status } = explore.store.getState();
  return branches.length === 0 && prompt === "" && status === "idle";
}

/**
 * Shows the recording that comes with the playground, if nothing has been done yet; without it the page stays empty.
 */
export async function openRecording(): Promise<void> {
  if (offered || !isUntouched()) return;
  offered = true;
  explore.store.setState({ opening: true });
  try {
    const recorded = await fetchRecording("explore", readTrajectories);
    // The person may have begun, or opened a link, while the recording was on its way.
    if (isUntouched()) explore.showRecording(recorded);
    await afterPaint();
  } catch (error) {
    explore.fail(error);
  } finally {
    explore.store.setState({ opening: false });
  }
}

/** Empties the page and shows the recording again. */
export async function reopenRecording(): Promise<void> {
  explore.clear();
  offered = false;
  await openRecording();
}

/**
 * The state to be written into an address. A recording to which nothing was added is left out, since the page opens
 * with it anyway.
 */
export function withoutRecording(state: ExploreState): ExploreState {
  const { recording, branches, prompt, settings } = state;
  const [first] = branches;
  if (!recording || !first || state.asked !== null || recording.branchIds.length < branches.length) return state;
  const isRecorded = prompt === first.trajectory.prompt && settings === first.trajectory.settings;
  return {
    ...state,
    branches: [],
    prompt: isRecorded ? "" : prompt,
    settings: isRecorded ? defaultSettings : settings,
  };
}
