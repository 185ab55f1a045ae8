import { PlaygroundError } from "../errors.ts";
import { deriveSeed } from "../random.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import { promptKey } from "./record.ts";

const PARTS = 10;

/** Where a prompt stands when a seed decides who is held out; a prompt stands in the same place in whatever file. */
export function promptDraw(prompt: TextOrChat, seed: number): number {
  // A stream of its own: the world parts its problems by the prompt's, so among its training problems none would be left.
  return deriveSeed(seed, `held out: ${promptKey(prompt)}`);
}

/**
 * The largest draw of the tenth of the prompts that is held out, at least one. A tenth of those given, not of all there
 * could be: of the training part of a split a tenth is held out again, by the same seed, too.
 * @param draws `promptDraw` of every prompt, as often as it occurs
 */
export function heldOutBound(draws: readonly number[]): number {
  const distinct = [...new Set(draws)].sort((a, b) => a - b);
  return distinct[Math.ceil(distinct.length / PARTS) - 1] ?? -1;
}

/**
 * Takes about a tenth of the prompts out, with all their records, so that no prompt is trained on and measured with.
 * Which ones depends on the prompts and the seed alone.
 * @throws PlaygroundError where either part would be empty
 */
export function holdOut<Prompted extends { prompt: TextOrChat }>(
  records: readonly Prompted[],
  seed: number,
  where: string,
): { training: Prompted[]; heldOut: Prompted[] } {
  const draws = records.map(({ prompt }) => promptDraw(prompt, seed));
  const bound = heldOutBound(draws);
  const isHeldOut = (_: Prompted, place: number) => (draws[place] as number) <= bound;
  const heldOut = records.filter(isHeldOut);
  const training = records.filter((record, place) => !isHeldOut(record, place));
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
