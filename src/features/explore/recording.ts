import { defaultSettings, type ExploreState } from "../../state/explore.ts";
import { fetchRecording } from "../../state/recordings.ts";
import { readTrajectories } from "../../state/trajectories-document.ts";
import { afterPaint } from "../../ui/after-paint.ts";
import { explore } from "./session.ts";

/** Whether the recording was shown in this visit: a page that was emptied stays empty. */
let offered = false;

/**
 * Shows the recording that comes with the playground, if nothing has been done yet; without it the page stays empty.
 */
export async function openRecording(): Promise<void> {
  const { branches, prompt } = explore.store.getState();
  if (offered || branches.length > 0 || prompt !== "") return;
  offered = true;
  await showRecording();
}

export async function showRecording(): Promise<void> {
  explore.store.setState({ opening: true });
  try {
    explore.showRecording(await fetchRecording("explore", readTrajectories));
    await afterPaint();
  } catch (error) {
    explore.fail(error);
  } finally {
    explore.store.setState({ opening: false });
  }
}

/**
 * The state to be written into an address. A recording to which nothing was added is left out, since the page opens
 * with it anyway.
 */
export function withoutRecording(state: ExploreState): ExploreState {
  const { recording, branches, prompt, settings } = state;
  const [first] = branches;
  if (!recording || !first || recording.branchIds.length < branches.length) return state;
  const isRecorded = prompt === first.trajectory.prompt && settings === first.trajectory.settings;
  return {
    ...state,
    branches: [],
    prompt: isRecorded ? "" : prompt,
    settings: isRecorded ? defaultSettings : settings,
  };
}
