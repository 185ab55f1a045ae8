import type { PolicyResponse } from "../policy/respond.ts";

/** Ways in which a policy can stop answering. */
const COLLAPSES = ["empty", "repetitive", "endless", "uniform"] as const;
export type Collapse = (typeof COLLAPSES)[number];

/** From this share on a policy counts as collapsed. The embedded policy stays below 1 % in every way. */
const COLLAPSED = 0.2;

export interface CollapseReport {
  /** Share of responses in each way; for `uniform`, share of prompts. */
  shares: Record<Collapse, number>;
  /** The ways whose share counts as a collapse. */
  found: Collapse[];
}

/**
 * Checks whether a policy has collapsed:
 * - `empty`: responses without text
 * - `repetitive`: responses with the same tokens three times in a row
 * - `endless`: responses that were cut off before their end
 * - `uniform`: the most frequent answer text among the first responses to different prompts, beyond its own prompt
 *
 * @param answers the responses by prompt, at least one each
 */
export function collapseOf(answers: readonly (readonly PolicyResponse[])[]): CollapseReport {
  const all = answers.flat();
  const share = (test: (response: PolicyResponse) => boolean) => all.filter(test).length / all.length;
  const shares: CollapseReport["shares"] = {
    empty: share(({ text }) => text.trim() === ""),
    repetitive: share(({ ids }) => isRepetitive(ids)),
    endless: share(({ finish }) => finish === "length" || finish === "context"),
    uniform: (commonest(answers.map(([first]) => first?.text ?? "")) - 1) / answers.length,
  };
  return { shares, found: COLLAPSES.filter((kind) => shares[kind] >= COLLAPSED) };
}

/** Repeats in a row, and their least number of tokens: `answer 111` is no repetition that matters. */
const REPEATS = 3;
const REPEATED_TOKENS = 12;

/** Whether a stretch of tokens comes at least three times in a row. */
export function isRepetitive(ids: readonly number[]): boolean {
  for (let period = 1; period * REPEATS <= ids.length; period++) {
    const needed = Math.max(period * REPEATS, REPEATED_TOKENS);
    // Each token that equals the token one period before it continues a repetition.
    let run = period;
    for (let t = period; t < ids.length; t++) {
      run = ids[t] === ids[t - period] ? run + 1 : period;
      if (run >= needed) return true;
    }
  }
  return false;
}

function commonest(texts: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Math.max(...counts.values());
}
