import type { CausalLM } from "../policy/causal-lm.ts";
import { generationProbabilities, RAW } from "../policy/generation-probabilities.ts";
import { type PolicyResponse, respond } from "../policy/respond.ts";
import { deriveSeed } from "../random.ts";
import type { JudgeOf, ProcessRewards, Scorer } from "../reward/judge.ts";
import { readEach } from "../reward/read-each.ts";
import { rewardsOfWritten } from "../reward/written.ts";
import { bootstrap } from "../statistics/bootstrap.ts";
import type { Estimate } from "../statistics/estimate.ts";
import { type Range, SHARE } from "../statistics/range.ts";
import { mean } from "../statistics/statistic.ts";
import type { Written } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { UnusableRecord } from "../unusable-record.ts";
import type { Problem, World } from "../world/world.ts";
import { type CollapseReport, collapseOf } from "./collapse.ts";
import { outcomeReward } from "./trajectory.ts";

export interface JudgedResponse extends PolicyResponse {
  /** Whether the verifier finds the answer right. */
  correct: boolean;
  /** The reward model's process rewards for the response; NaN throughout if it cannot read the response. */
  rewards: ProcessRewards;
  /** `log π(y | x) − log π_ref(y | x)` in nats; π is the policy that wrote the response. */
  logRatio: number;
}

export interface JudgedAnswers {
  problem: Problem;
  /** The response made of the most probable token at every place. */
  greedy: JudgedResponse;
  /** Responses sampled at temperature 1. */
  samples: JudgedResponse[];
}

/**
 * Figures of a policy, each with its interval over problems. Gold figures come from the verifier, never from a reward
 * model.
 */
export interface PolicyFigures {
  /** Share of problems with a right greedy answer. */
  goldGreedy: Estimate;
  /** Share of right samples at temperature 1. */
  goldSampled: Estimate;
  /** Mean outcome reward of the samples that the reward model can read (the proxy). */
  reward: Estimate;
  /** KL(π ‖ π_ref) in nats a response, estimated as the samples' mean `log π − log π_ref`. */
  kl: Estimate;
  /** Mean number of tokens in a sample, its end token included. */
  length: Estimate;
  collapse: CollapseReport;
}

export interface PolicyJudgement {
  answers: JudgedAnswers[];
  figures: PolicyFigures;
}

/** What judges a policy's answers: the verifier's world, a reward model, and the reference policy. */
export interface AnswerJudges {
  world: World;
  /** A judge; one that reads tokens shares the policy's vocabulary. */
  reward: JudgeOf<Scorer>;
  /** The reference policy: training started from it. */
  reference: CausalLM;
  /** The tokenizer that policy and reference share. */
  tokenizer: Tokenizer;
}

export interface JudgementPlan {
  /** Problems that no preference pair was made from (`checkPrompts`). */
  problems: readonly Problem[];
  /** Samples per problem at temperature 1. */
  samples: number;
  /** The largest number of tokens in a response. */
  maxTokens: number;
  seed: number;
}

/**
 * Lets a policy answer held-out problems and judges the answers. Sample i of a problem uses the same random numbers for
 * every policy, so that policies are compared like with like.
 * @param onProgress awaited, so that the caller can pause the work
 * @param signal aborting throws its reason after the current problem
 */
export async function judgePolicy(
  policy: CausalLM,
  { world, reward, reference, tokenizer }: AnswerJudges,
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
    const rewards = await rewardsOf(responses, problem, reward, tokenizer);
    const referenceProbabilities = await generationProbabilities(reference, sequences, RAW);
    return responses.map((response, i) => ({
      ...response,
      correct: world.verify(problem, response.text).correct === true,
      rewards: rewards[i] as ProcessRewards,
      logRatio: logProbability(response.q) - logProbability(referenceProbabilities[i] as number[]),
    }));
  }
}

/** Judges answers that were already sampled by another reward model. */
export async function judgeAgain(
  answers: readonly JudgedAnswers[],
  reward: JudgeOf<Scorer>,
  tokenizer: Tokenizer,
): Promise<PolicyJudgement> {
  const rewarded: JudgedAnswers[] = [];
  for (const { problem, greedy, samples } of answers) {
    const responses = [greedy, ...samples];
    const rewards = await rewardsOf(responses, problem, reward, tokenizer);
    const [first, ...others] = responses.map((response, i) => ({ ...response, rewards: rewards[i] as ProcessRewards }));
    rewarded.push({ problem, greedy: first as JudgedResponse, samples: others });
  }
  return { answers: rewarded, figures: figuresOf(rewarded) };
}

async function rewardsOf(
  responses: readonly PolicyResponse[],
  { prompt }: Problem,
  reward: JudgeOf<Scorer>,
  tokenizer: Tokenizer,
): Promise<ProcessRewards[]> {
  const written = responses.map(({ ids, finish }): Written => ({ prompt, ids, isFinished: finish === "eos" }));
  const read = await readEach(written, (some) => rewardsOfWritten(reward, tokenizer, some));
  return read.map((rewards, i) => {
    if (!(rewards instanceof UnusableRecord)) return rewards;
    const { length } = (responses[i] as PolicyResponse).ids;
    return { prompt: Number.NaN, tokens: new Float32Array(length).fill(Number.NaN) };
  });
}

/** A judgement as points of a run's curves, under the curves' names. */
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
  /** Over the samples that have the figure. */
  const over = (figure: (sample: JudgedResponse) => number, range: Range | null): Estimate => {
    const known = answers.flatMap(({ problem: { id }, samples }) =>
      samples.flatMap((sample) => (Number.isNaN(figure(sample)) ? [] : [{ id, value: figure(sample) }])),
    );
    return bootstrap(
      mean(known.map(({ value }) => value)),
      known.map(({ id }) => id),
      range,
    );
  };
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
