import { seenMistake } from "../../src/features/explore/what-to-see.ts";
import { createEngine } from "../../src/state/engine.ts";
import { createExplore } from "../../src/state/explore.ts";
import { defaultSettings } from "../../src/state/explore-state.ts";
import { type TrajectoriesDocument, trajectoriesDocument } from "../../src/state/trajectories-document.ts";
import type { Trajectory } from "../../src/worker/records.ts";
import { engineInProcess, SITE } from "./in-process.ts";

const SEEDS = 6;
/** The largest number of tokens, so that the whole trajectory fits into a window. */
const MOST_TOKENS = 44;

/**
 * The recording of Explore: among the example problems, the first response of the policy with a named mistake that both
 * the true value and ICRM show, with its values measured.
 */
export async function recordExplore(): Promise<TrajectoriesDocument> {
  const engine = createEngine(() => engineInProcess(), `${SITE}models/`);
  const explore = createExplore(engine);
  await explore.loadExamples();
  for (const { prompt } of explore.store.getState().examples) {
    for (let seed = 1; seed <= SEEDS; seed++) {
      explore.store.setState({ prompt, settings: { ...defaultSettings, seed }, branches: [] });
      await explore.generate();
      const [branch] = explore.store.getState().branches;
      if (!branch || !shows(branch.trajectory)) continue;
      await explore.measure();
      const { error, branches } = explore.store.getState();
      if (error) throw new Error(error.what);
      const { models, device } = engine.store.getState();
      return trajectoriesDocument(branches, explore.values.getState().estimates, models, device);
    }
  }
  throw new Error("No response to the examples shows how a reward model sees a mistake.");
}

/**
 * Whether the trajectory shows what the page wants to show: V\* falls, ICRM falls and stays low, and BT rises again
 * although the response can no longer be right.
 */
function shows(trajectory: Trajectory): boolean {
  const { judgement, tokens, finish } = trajectory;
  const seen = seenMistake(trajectory);
  if (!seen?.value || judgement.misconception === null || finish !== "eos" || tokens.length > MOST_TOKENS) return false;
  const { value, highest, step } = seen;
  const { bt = 0, icrm = 1 } = highest;
  // A mistake in the first step has no step end before it from which the value could fall.
  return step > 0 && value.before > 0.5 && value.highest < 0.1 && icrm < 0.25 && bt > 0.4;
}
