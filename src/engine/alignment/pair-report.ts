import { quantile } from "../statistics/bootstrap.ts";
import { textOf } from "../tokenizer/conversation.ts";
import type { World } from "../world/world.ts";
import { type DroppedPrompts, type PairChoice, type RewardedPair, rewardGap } from "./preference-pairs.ts";

/** What the verifier says of the pairs, as counts that add up to the number of pairs. */
export interface VerifierAgreement {
  /** Pairs whose chosen response is right and whose rejected response is wrong. */
  agrees: number;
  /** Pairs whose chosen response is wrong and whose rejected response is right. */
  disagrees: number;
  bothRight: number;
  bothWrong: number;
  /** Pairs whose prompt is not a problem of the world. */
  unknown: number;
}

/** Reward gaps, chosen − rejected, over all pairs. */
export interface GapFigures {
  mean: number;
  median: number;
  smallest: number;
  largest: number;
  /** Bins of equal width from 0 to the largest gap; `upTo` is the upper end of a bin. */
  histogram: { upTo: number; count: number }[];
}

export interface PairReport {
  prompts: number;
  pairs: number;
  dropped: DroppedPrompts;
  gap: GapFigures;
  verifier: VerifierAgreement;
}

const BINS = 20;

/** Describes the pairs that a reward model chose, before a policy is trained on them. There is at least one pair. */
export function reportPairs(world: World, { pairs, dropped }: PairChoice): PairReport {
  return {
    prompts: pairs.length + dropped.unfinished + dropped.equal + dropped.close,
    pairs: pairs.length,
    dropped,
    gap: gapFigures(pairs.map(rewardGap)),
    verifier: agreement(world, pairs),
  };
}

function gapFigures(gaps: readonly number[]): GapFigures {
  const largest = Math.max(...gaps);
  const counts = Array<number>(BINS).fill(0);
  for (const gap of gaps) {
    const bin = Math.min(BINS - 1, Math.floor((gap / largest) * BINS));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return {
    mean: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length,
    median: quantile(gaps, 0.5),
    smallest: Math.min(...gaps),
    largest,
    histogram: counts.map((count, i) => ({ upTo: ((i + 1) / BINS) * largest, count })),
  };
}

function agreement(world: World, pairs: readonly RewardedPair[]): VerifierAgreement {
  const counts: VerifierAgreement = { agrees: 0, disagrees: 0, bothRight: 0, bothWrong: 0, unknown: 0 };
  for (const pair of pairs) counts[verdictOn(world, pair)] += 1;
  return counts;
}

/** The verifier's verdict on one pair. */
export function verdictOn(world: World, { prompt, chosen, rejected }: RewardedPair): keyof VerifierAgreement {
  const problem = world.solve(textOf(prompt, "user"));
  if (!problem) return "unknown";
  const chosenRight = world.verify(problem, chosen.text).correct;
  const rejectedRight = world.verify(problem, rejected.text).correct;
  if (chosenRight) return rejectedRight ? "bothRight" : "agrees";
  return rejectedRight ? "disagrees" : "bothWrong";
}
