import { msg } from "../../i18n/msg.ts";
import type { ProcessRewards } from "../reward/judge.ts";
import type { MetricGroup, ReportedJudge } from "./report.ts";
import { type LabelledTrajectory, outcomeReward } from "./trajectory.ts";

/** A simple rule that rates responses as a reward model would. */
export interface Baseline {
  judge: ReportedJudge;
  /** The groups of metrics that the baseline can be measured in. */
  groups: readonly MetricGroup[];
  /** The baseline's rewards for a trajectory; null if the trajectory lacks what the baseline needs. */
  rewards(trajectory: LabelledTrajectory): ProcessRewards | null;
  /** What a trajectory may lack, as text for a person; null if the baseline can rate every trajectory. */
  without: string | null;
}

/**
 * Groups for baselines of any kind. In the mechanism group their output counts as a logit: it shows what moves with q
 * untrained.
 */
const ANY: readonly MetricGroup[] = ["pairs", "rewardbench", "process", "mistakes", "values", "mechanism"];
const OF_PREFIXES: readonly MetricGroup[] = ["process", "values", "mechanism"];

const judge = (id: string, name: string): ReportedJudge => ({ id: `baseline:${id}`, name, kind: "baseline" });

/**
 * The baselines that any reward model has to beat. Length is the length of the whole response, known from its first
 * token on.
 */
export const baselines: readonly Baseline[] = [
  {
    judge: judge("longer", msg("the longer wins")),
    groups: ANY,
    rewards: (trajectory) => constant(trajectory, trajectory.responseIds.length),
    without: null,
  },
  {
    judge: judge("shorter", msg("the shorter wins")),
    groups: ANY,
    rewards: (trajectory) => constant(trajectory, -trajectory.responseIds.length),
    without: null,
  },
  {
    judge: judge("likelier", msg("the likelier wins")),
    groups: ANY,
    rewards: ({ q }) => q && meanLogProbability(q),
    without: msg("This baseline needs the generation probabilities of the responses, and no generator was given."),
  },
  {
    judge: judge("position", msg("position only")),
    groups: OF_PREFIXES,
    rewards: ({ stepEnds, responseIds }) => ({
      prompt: 0,
      tokens: Float32Array.from(responseIds, (_, t) => -stepEnds.filter((end) => end <= t).length),
    }),
    without: null,
  },
];

/**
 * The judge that gives a reward model's outcome reward at every prefix; the difference shows what process rewards add.
 */
export function finalRewardOnly(model: ReportedJudge): ReportedJudge {
  return { id: `${model.id}:final`, name: msg(`${model.name}, final reward only`), kind: "baseline" };
}

export const FINAL_REWARD_GROUPS: readonly MetricGroup[] = OF_PREFIXES;

/** Process rewards that equal the outcome reward at every token. */
export function flattened(rewards: ProcessRewards): ProcessRewards {
  const outcome = outcomeReward(rewards);
  return { prompt: outcome, tokens: new Float32Array(rewards.tokens.length).fill(outcome) };
}

function constant({ responseIds }: LabelledTrajectory, value: number): ProcessRewards {
  return { prompt: value, tokens: new Float32Array(responseIds.length).fill(value) };
}

/** At every token the mean log q so far: how typical the response is of the generator. */
function meanLogProbability(q: readonly number[]): ProcessRewards {
  let sum = 0;
  const tokens = Float32Array.from(q, (probability, t) => {
    // A probability that was rounded to 0 counts as the smallest positive number.
    sum += Math.log(Math.max(probability, Number.MIN_VALUE));
    return sum / (t + 1);
  });
  // No token was generated at the end of the prompt: its reward is the first token's.
  return { prompt: tokens[0] ?? 0, tokens };
}
