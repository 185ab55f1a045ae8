import { seenMistake } from "../../src/features/explore/what-to-see.ts";
import { createEngine } from "../../src/state/engine.ts";
import { createExplore, defaultSettings } from "../../src/state/explore.ts";
import { type TrajectoriesDocument, trajectoriesDocument } from "../../src/state/trajectories-document.ts";
import type { Trajectory } from "../../src/worker/records.ts";
import { engineInProcess, SITE } from "./in-process.ts";

const SEEDS = 6;
/** So that the whole of it stands in a window. */
const MOST_TOKENS = 44;

/**
 * What Explore opens with: of the problems in its examples the first response of the policy in which a mistake with a name
 * is seen by the true value and by ICRM, with its values measured.
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

/** V\* falls, ICRM sees it and stays low, and BT climbs again although nothing can be right any more. */
function shows(trajectory: Trajectory): boolean {
  const { judgement, tokens, finish } = trajectory;
  const seen = seenMistake(trajectory);
  if (!seen?.value || judgement.misconception === null || finish !== "eos" || tokens.length > MOST_TOKENS) return false;
  const { value, highest, step } = seen;
  const { bt = 0, icrm = 1 } = highest;
  // Before the first step there would be nothing to fall from.
  return step > 0 && value.before > 0.5 && value.highest < 0.1 && icrm < 0.25 && bt > 0.4;
}
