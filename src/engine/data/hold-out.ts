import { PlaygroundError } from "../errors.ts";
import { deriveSeed } from "../random.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import { promptKey } from "./record.ts";

const PARTS = 10;

/**
 * A number that places a prompt in the hold-out order of a seed. It depends on the prompt and the seed, not on the
 * file.
 */
export function promptDraw(prompt: TextOrChat, seed: number): number {
  // The prefix makes a random stream of its own. The world splits its problems by the prompt's stream, so that stream
  // would leave none of its training problems.
  return deriveSeed(seed, `held out: ${promptKey(prompt)}`);
}

/**
 * The largest draw among the prompts that are held out: a tenth of the given prompts, at least one. The tenth is of the
 * given prompts, so that the training part of a split can be split again with the same seed.
 * @param draws the `promptDraw` of every record's prompt, repeats included
 */
export function heldOutBound(draws: readonly number[]): number {
  const distinct = [...new Set(draws)].sort((a, b) => a - b);
  return distinct[Math.ceil(distinct.length / PARTS) - 1] ?? -1;
}

/**
 * Holds out about a tenth of the prompts with all their records, so that no prompt is both trained on and measured on.
 * Which prompts depends on the prompts and the seed alone.
 * @throws PlaygroundError if either part is empty
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

/** Demands that both parts of a split have records. @throws PlaygroundError if either part is empty */
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
