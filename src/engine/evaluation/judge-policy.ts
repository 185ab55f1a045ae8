import type { CausalLM } from "../policy/causal-lm.ts";
import { generationProbabilities, RAW } from "../policy/generation-probabilities.ts";
import { type PolicyResponse, respond } from "../policy/respond.ts";
import { deriveSeed } from "../random.ts";
import type { ProcessRewards, RewardModel } from "../reward/reward-model.ts";
import { rewardsOfWritten } from "../reward/written.ts";
import { bootstrap } from "../statistics/bootstrap.ts";
import type { Estimate } from "../statistics/estimate.ts";
import { type Range, SHARE } from "../statistics/range.ts";
import { mean } from "../statistics/statistic.ts";
import type { Written } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Problem, World } from "../world/world.ts";
import { type CollapseReport, collapseOf } from "./collapse.ts";
import { outcomeReward } from "./trajectory.ts";

export interface JudgedResponse extends PolicyResponse {
  /** By the verifier. */
  correct: boolean;
  /** What the reward model gives every prefix. */
  rewards: ProcessRewards;
  /** `log π(y | x) − log π_ref(y | x)` in nats, π the policy that wrote it. */
  logRatio: number;
}

export interface JudgedAnswers {
  problem: Problem;
  /** The most probable token every time. */
  greedy: JudgedResponse;
  /** At temperature 1. */
  samples: JudgedResponse[];
}

/** Figures of a policy, each with its interval over problems. Gold is the verifier's, never a reward model's. */
export interface PolicyFigures {
  /** Share of problems answered right greedily. */
  goldGreedy: Estimate;
  /** Share of right samples at temperature 1. */
  goldSampled: Estimate;
  /** Mean outcome reward of the samples: the proxy. */
  reward: Estimate;
  /** KL(π ‖ π_ref) in nats a response, estimated as the samples' mean `log π − log π_ref`. */
  kl: Estimate;
  /** Tokens of a sample, its end token included. */
  length: Estimate;
  collapse: CollapseReport;
}

export interface PolicyJudgement {
  answers: JudgedAnswers[];
  figures: PolicyFigures;
}

/** Whom a policy answers to. */
export interface Judges {
  world: World;
  /** Any one of the reward models that share the policy's tokenizer. */
  reward: RewardModel;
  /** The policy that training started from. */
  reference: CausalLM;
  /** Of all of them. */
  tokenizer: Tokenizer;
}

export interface JudgementPlan {
  /** None of them may have given pairs (`checkPrompts`). */
  problems: readonly Problem[];
  /** Samples a problem at temperature 1. */
  samples: number;
  /** Response tokens at most. */
  maxTokens: number;
  seed: number;
}

/**
 * Lets a policy answer held-out problems and judges what it says. The random numbers of sample i of a problem are the
 * same for every policy, so that two of them are compared like with like.
 * @param onProgress awaited: whoever is told can hold the work up
 * @param signal aborting throws its reason after the problem at work
 */
export async function judgePolicy(
  policy: CausalLM,
  { world, reward, reference, tokenizer }: Judges,
  { problems, samples, maxTokens, seed }: JudgementPlan,
  { onProgress, signal }: { onProgress?: (done: number) => void | Promise<void>; signal?: AbortSignal } = {},
): Promise<PolicyJudgement> {
  const answers: JudgedAnswers[] = [];
  for (const problem of problems) {
    const [greedy] = await judged(problem, 0, 1);
    answers.push({ problem, greedy: greedy as JudgedResponse, samples: await judged(problem, 1, samples) });
    await onProgress?.(answers.length);
  }
  return { answers, figures: figuresOf(answers) };

  async function judged(problem: Problem, temperature: number, count: number): Promise<JudgedResponse[]> {
    const settings = { temperature, topK: 0, topP: 1, maxTokens, seed: deriveSeed(seed, problem.id) };
    const responses = await respond(policy, tokenizer, problem.prompt, settings, count, signal);
    signal?.throwIfAborted();
    const promptIds = tokenizer.promptIds(problem.prompt);
    const sequences = responses.map(({ ids }) => ({ promptIds, responseIds: ids }));
    const rewards = await rewardsOfWritten(reward, tokenizer, responses.map(writtenTo(problem)));
    const referenceProbabilities = await generationProbabilities(reference, sequences, RAW);
    return responses.map((response, i) => ({
      ...response,
      correct: world.verify(problem, response.text).correct === true,
      rewards: rewards[i] as ProcessRewards,
      logRatio: logProbability(response.q) - logProbability(referenceProbabilities[i] as number[]),
    }));
  }
}

/** The same answers in the eyes of another reward model: nothing is sampled again. */
export async function judgeAgain(
  answers: readonly JudgedAnswers[],
  reward: RewardModel,
  tokenizer: Tokenizer,
): Promise<PolicyJudgement> {
  const rewarded: JudgedAnswers[] = [];
  for (const { problem, greedy, samples } of answers) {
    const responses = [greedy, ...samples];
    const rewards = await rewardsOfWritten(reward, tokenizer, responses.map(writtenTo(problem)));
    const [first, ...others] = responses.map((response, i) => ({ ...response, rewards: rewards[i] as ProcessRewards }));
    rewarded.push({ problem, greedy: first as JudgedResponse, samples: others });
  }
  return { answers: rewarded, figures: figuresOf(rewarded) };
}

function writtenTo({ prompt }: Problem) {
  return ({ ids, finish }: PolicyResponse): Written => ({ prompt, ids, isFinished: finish === "eos" });
}

/** A judgement as points of curves, under the names that runs record them by. */
export type JudgementMetrics = Record<"gold/greedy" | "gold/sampled" | "reward" | "kl" | "length", number>;

export function judgementMetrics({ goldGreedy, goldSampled, reward, kl, length }: PolicyFigures): JudgementMetrics {
  return {
    "gold/greedy": goldGreedy.value,
    "gold/sampled": goldSampled.value,
    reward: reward.value,
    kl: kl.value,
    length: length.value,
  };
}

function figuresOf(answers: readonly JudgedAnswers[]): PolicyFigures {
  const samples = answers.flatMap((answer) => answer.samples);
  const over = (figure: (sample: JudgedResponse) => number, range: Range | null): Estimate =>
    bootstrap(
      mean(samples.map(figure)),
      answers.flatMap((answer) => answer.samples.map(() => answer.problem.id)),
      range,
    );
  return {
    goldGreedy: bootstrap(
      mean(answers.map(({ greedy }) => (greedy.correct ? 1 : 0))),
      answers.map(({ problem }) => problem.id),
      SHARE,
    ),
    goldSampled: over(({ correct }) => (correct ? 1 : 0), SHARE),
    reward: over(({ rewards }) => outcomeReward(rewards), null),
    kl: over(({ logRatio }) => logRatio, null),
    length: over(({ ids }) => ids.length, null),
    collapse: collapseOf(answers.map((answer) => [answer.greedy, ...answer.samples])),
  };
}

function logProbability(q: readonly number[]): number {
  return q.reduce((sum, p) => sum + Math.log(p), 0);
}
