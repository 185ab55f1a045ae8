import { PlaygroundError } from "../errors.ts";
import { deriveSeed } from "../random.ts";
import { promptKey, type TextOrChat } from "./record.ts";

const PARTS = 10;

/** Whether a prompt is among the tenth that a seed holds out. */
export function isHeldOut(prompt: TextOrChat, seed: number): boolean {
  // A stream of its own: the world parts its problems by the prompt's, so among its training problems none would be left.
  return deriveSeed(seed, `held out: ${promptKey(prompt)}`) % PARTS === 0;
}

/**
 * Takes about a tenth of the prompts out, with all their records, so that no prompt is trained on and measured with.
 * Which ones depends on the prompt and the seed alone.
 * @throws PlaygroundError where either part would be empty
 */
export function holdOut<Prompted extends { prompt: TextOrChat }>(
  records: readonly Prompted[],
  seed: number,
  where: string,
): { training: Prompted[]; heldOut: Prompted[] } {
  const heldOut = records.filter(({ prompt }) => isHeldOut(prompt, seed));
  const training = records.filter(({ prompt }) => !isHeldOut(prompt, seed));
  checkSplit(training.length, heldOut.length, where);
  return { training, heldOut };
}

/** @throws PlaygroundError where either part of a split is empty */
export function checkSplit(training: number, heldOut: number, where: string): void {
  if (heldOut > 0 && training > 0) return;
  throw new PlaygroundError({
    what: "There are too few prompts to hold some out",
    where,
    expected: "records on either side of a split by prompt",
    found: `${training} to train on, ${heldOut} held out`,
    fix: "Give more records, or a file of held-out ones.",
  });
}
