import type { AlignmentPoint } from "../../../flows/align/plan.ts";

/** How a policy's last judgement differs from that of its base. */
export interface Gains {
  /** Gain in mean reward. */
  reward: number;
  /** Gain in the share of right samples. */
  gold: number;
  /** Whether the reward has risen while gold has fallen, the sign of reward hacking. */
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
