import type { ProcessRewards } from "../reward/reward-model.ts";
import type { Judge, MetricGroup } from "./report.ts";
import { type LabelledTrajectory, outcomeReward } from "./trajectory.ts";

/** Something dull that says how good a response is, as a reward model would. */
export interface Baseline {
  judge: Judge;
  /** What it has something to say about. */
  groups: readonly MetricGroup[];
  /** Null where it has nothing to go by. */
  rewards(trajectory: LabelledTrajectory): ProcessRewards | null;
  /** For a person, what is missing where it has nothing to go by; null where it always has. */
  without: string | null;
}

/** About the mechanism too, where what they say is taken for a logit as it is: what moves with q without any training. */
const ANY: readonly MetricGroup[] = ["pairs", "rewardbench", "process", "mistakes", "values", "mechanism"];
const OF_PREFIXES: readonly MetricGroup[] = ["process", "values", "mechanism"];

const judge = (id: string, name: string): Judge => ({ id: `baseline:${id}`, name, kind: "baseline" });

/** What any reward model has to beat. Length is that of the whole response, known from its first token on. */
export const baselines: readonly Baseline[] = [
  {
    judge: judge("longer", "the longer wins"),
    groups: ANY,
    rewards: (trajectory) => constant(trajectory, trajectory.responseIds.length),
    without: null,
  },
  {
    judge: judge("shorter", "the shorter wins"),
    groups: ANY,
    rewards: (trajectory) => constant(trajectory, -trajectory.responseIds.length),
    without: null,
  },
  {
    judge: judge("likelier", "the likelier wins"),
    groups: ANY,
    rewards: ({ q }) => q && meanLogProbability(q),
    without: "It takes the generation probabilities of the responses, and no generator was given.",
  },
  {
    judge: judge("position", "position only"),
    groups: OF_PREFIXES,
    rewards: ({ stepEnds, responseIds }) => ({
      prompt: 0,
      tokens: Float32Array.from(responseIds, (_, t) => -stepEnds.filter((end) => end <= t).length),
    }),
    without: null,
  },
];

/** A reward model's outcome reward in place of its process rewards: what looking at prefixes adds to it. */
export function finalRewardOnly(model: Judge): Judge {
  return { id: `${model.id}:final`, name: `${model.name}, final reward only`, kind: "baseline" };
}

export const FINAL_REWARD_GROUPS: readonly MetricGroup[] = OF_PREFIXES;

/** The outcome reward at every token. */
export function flattened(rewards: ProcessRewards): ProcessRewards {
  const outcome = outcomeReward(rewards);
  return { prompt: outcome, tokens: new Float32Array(rewards.tokens.length).fill(outcome) };
}

function constant({ responseIds }: LabelledTrajectory, value: number): ProcessRewards {
  return { prompt: value, tokens: new Float32Array(responseIds.length).fill(value) };
}

/** At every token the mean log q so far: how much the response looks like what the generator writes. */
function meanLogProbability(q: readonly number[]): ProcessRewards {
  let sum = 0;
  const tokens = Float32Array.from(q, (probability, t) => {
    // A probability that was rounded to 0 was none.
    sum += Math.log(Math.max(probability, Number.MIN_VALUE));
    return sum / (t + 1);
  });
  // Nothing is written at the end of the prompt: no fall of its own.
  return { prompt: tokens[0] ?? 0, tokens };
}
