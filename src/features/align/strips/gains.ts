import type { AlignmentPoint } from "../../../flows/align/plan.ts";

/** How far a policy has come from its base at its last judgement. */
export interface Gains {
  /** Of the mean reward, raw. */
  reward: number;
  /** Of the share of right samples. */
  gold: number;
  /** Reward has risen while gold has fallen: what reward hacking looks like. */
  parted: boolean;
}

/** null before there are two judgements. */
export function gainsOf(points: readonly AlignmentPoint[]): Gains | null {
  const judged = points.filter((point) => point["gold/sampled"] !== undefined);
  const [base, last] = [judged[0], judged.at(-1)];
  if (!base || !last || base === last) return null;
  const reward = (last.reward as number) - (base.reward as number);
  const gold = (last["gold/sampled"] as number) - (base["gold/sampled"] as number);
  return { reward, gold, parted: reward > 0 && gold < 0 };
}
