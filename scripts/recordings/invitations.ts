import { writeFile } from "node:fs/promises";
import { seenMistake } from "../../src/features/explore/what-to-see.ts";
import { createEngine } from "../../src/state/engine.ts";
import { createExplore } from "../../src/state/explore.ts";
import { defaultSettings, type Explore } from "../../src/state/explore-state.ts";
import { preferred } from "../../src/state/preferred.ts";
import type { Trajectory } from "../../src/worker/records.ts";
import { engineInProcess, SITE } from "./in-process.ts";

const FILE = "src/features/explore/invitations.json";
const INVITATIONS = 3;
const SEEDS = 4;
/** The least probability of an alternative that a visitor would try. */
const LEAST_Q = 0.05;

/**
 * The problems that Explore's empty page invites to, each of another story, with a seed: the policy makes a mistake that
 * has a name, the exact value shows it, and from a likely alternative token in that step it goes on to the right answer,
 * which every embedded reward model prefers. So the first branch of a visitor shows what it is about.
 */
export async function recordInvitations(): Promise<void> {
  const engine = createEngine(() => engineInProcess(), `${SITE}models/`);
  const explore = createExplore(engine);
  await explore.loadExamples();
  const found: { story: string; prompt: string; seed: number }[] = [];
  for (const { prompt, story } of explore.store.getState().examples) {
    if (found.length === INVITATIONS) break;
    if (found.some((other) => other.story === story)) continue;
    for (let seed = 1; seed <= SEEDS; seed++) {
      if (!(await shows(explore, prompt, seed))) continue;
      found.push({ story, prompt, seed });
      break;
    }
  }
  if (found.length < INVITATIONS) throw new Error(`Only ${found.length} problems show what is to be seen.`);
  await writeFile(FILE, `${JSON.stringify(found, null, 2)}\n`);
}

async function shows(explore: Explore, prompt: string, seed: number): Promise<boolean> {
  explore.store.setState({ prompt, settings: { ...defaultSettings, seed }, branches: [] });
  await explore.generate();
  const [first] = explore.store.getState().branches;
  if (!first || !isInstructive(first.trajectory)) return false;
  for (const { at, id } of waysOut(first.trajectory)) {
    await explore.branch(first.id, at, id);
    const { branches } = explore.store.getState();
    const [right] = branches.slice(-1);
    if (!right?.trajectory.judgement.correct) continue;
    return preferred([first.trajectory, right.trajectory])?.every(({ correct }) => correct) ?? false;
  }
  return false;
}

/** Whether the response ends wrong by a mistake with a name, which costs it most of its exact value. */
export function isInstructive(trajectory: Trajectory): boolean {
  const { judgement, finish } = trajectory;
  const seen = seenMistake(trajectory);
  if (!seen?.value || judgement.misconception === null || judgement.correct || finish !== "eos") return false;
  return seen.step > 0 && seen.value.before > 0.3 && seen.value.highest < 0.1;
}

/** The likely alternatives in the step of the mistake, where a visitor is asked to branch. */
function waysOut({ judgement, tokens }: Trajectory): { at: number; id: number }[] {
  const wrong = judgement.steps[judgement.firstWrongStep];
  if (!wrong) return [];
  return tokens
    .slice(wrong.from, wrong.to)
    .flatMap(({ id, top }, i) =>
      top
        .filter((other) => other.id !== id && other.q >= LEAST_Q)
        .map((other) => ({ at: wrong.from + i, id: other.id })),
    );
}
