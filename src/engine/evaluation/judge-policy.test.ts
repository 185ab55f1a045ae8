import { beforeAll, describe, expect, test } from "vitest";
import { tinyModel } from "../../testing/tiny-models.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { memorySource } from "../checkpoint/source.ts";
import { checkContext } from "../onnx/context.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import { RAW } from "../policy/generation-probabilities.ts";
import { openCausalLM } from "../policy/onnx-causal-lm.ts";
import { score } from "../policy/score.ts";
import type { PromptAndResponse, Scorer } from "../reward/judge.ts";
import { openRewardModel, type RewardModel } from "../reward/reward-model.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import { wordProblems } from "../world/index.ts";
import { comparePolicies } from "./compare-policies.ts";
import { type AnswerJudges, type JudgedAnswers, judgeAgain, judgePolicy } from "./judge-policy.ts";

const runtime = { backend: "wasm", threads: 1 } as const;
const problems = wordProblems.problems({ split: "test", n: 3, seed: 0 });
const plan = { problems, samples: 3, maxTokens: 10, seed: 1 };
let policy: CausalLM;
let reference: CausalLM;
let reward: RewardModel;
let judges: AnswerJudges;

const tiny = (seed: number, valueHead: boolean): Promise<Checkpoint> =>
  loadCheckpoint(memorySource(tinyModel({ seed, valueHead, layers: 1 }), `tiny ${seed}`));

beforeAll(async () => {
  const base = await tiny(1, false);
  reference = await openCausalLM(base, runtime);
  policy = await openCausalLM(await tiny(3, false), runtime);
  reward = await openRewardModel(await tiny(2, true), runtime);
  const tokenizer = checkpointTokenizer(base);
  judges = { world: wordProblems, reward: { model: reward, tokenizer }, reference, tokenizer };
  return async () => {
    for (const model of [policy, reference, reward]) await model.release();
  };
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const withoutNumbers = (value: unknown) =>
  JSON.stringify(value, (_, part) => (typeof part === "number" ? "number" : part));

function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

test("another reward model judges the same answers as if they had been sampled for it", async () => {
  const other = await openRewardModel(await tiny(4, true), runtime);
  const { answers, figures } = await judgePolicy(policy, judges, plan);
  const judge = { model: other, tokenizer: judges.tokenizer };
  const again = await judgeAgain(answers, judge, judges.tokenizer);
  const straight = await judgePolicy(policy, { ...judges, reward: judge }, plan);
  await other.release();
  // Responses that share their prompt in other company are summed in another order, so the last digits differ.
  expect(withoutNumbers(again)).toEqual(withoutNumbers(straight));
  const found = numbersOf(again);
  for (const [i, expected] of numbersOf(straight).entries()) expect(found[i]).toBeCloseTo(expected, 4);
  expect(again.figures.reward.value).not.toBe(figures.reward.value);
});

test("every response is verified, rewarded, and held against the reference", async () => {
  const { answers, figures } = await judgePolicy(policy, judges, plan);
  expect(answers.map(({ samples }) => samples.length)).toEqual([3, 3, 3]);
  const logProb = async (lm: CausalLM, prompt: string, ids: readonly number[]) =>
    (await score(lm, judges.tokenizer.encode(prompt), ids, RAW)).reduce((sum, { q }) => sum + Math.log(q), 0);
  for (const { problem, greedy, samples } of answers) {
    for (const response of [greedy, ...samples]) {
      const own = await logProb(policy, problem.prompt, response.ids);
      const of = await logProb(reference, problem.prompt, response.ids);
      expect(response.logRatio).toBeCloseTo(own - of, 3);
      const { tokens } = await reward.processRewards(judges.tokenizer.encode(problem.prompt), response.ids);
      expect(response.rewards.tokens.at(-1)).toBeCloseTo(tokens.at(-1) as number, 4);
      expect(response.correct).toBe(wordProblems.verify(problem, response.text).correct);
    }
  }
  const samples = answers.flatMap((answer) => answer.samples);
  expect(figures.kl.value).toBeCloseTo(mean(samples.map(({ logRatio }) => logRatio)), 9);
  expect(figures.kl.value).toBeGreaterThan(1);
  expect(figures.reward.value).toBeCloseTo(mean(samples.map(({ rewards }) => rewards.tokens.at(-1) as number)), 9);
  expect(figures.length.value).toBeCloseTo(mean(samples.map(({ ids }) => ids.length)), 9);
  expect(figures.goldSampled).toMatchObject({ value: mean(samples.map(({ correct }) => (correct ? 1 : 0))), count: 9 });
  expect(figures.goldGreedy.count).toBe(3);
  // Ten random tokens do not contain an answer.
  expect(figures.collapse.found).toContain("endless");
});

test("the reference is not away from itself, and a policy always answers the same", async () => {
  const once = await judgePolicy(reference, judges, plan);
  expect(once.figures.kl.value).toBeCloseTo(0, 4);
  const [single] = (await judgePolicy(reference, judges, { ...plan, problems: problems.slice(1, 2) })).answers;
  expect(single?.samples.map(({ ids }) => ids)).toEqual(once.answers[1]?.samples.map(({ ids }) => ids));
});

test("ends when it is cancelled", async () => {
  const cancel = new AbortController();
  const onProgress = () => cancel.abort(new Error("enough"));
  await expect(judgePolicy(policy, judges, plan, { onProgress, signal: cancel.signal })).rejects.toThrow("enough");
});

describe("two policies", () => {
  /** Answers that are right or wrong as given: the greedy answer first, then the samples. */
  const answersOf = (rows: readonly (readonly boolean[])[]): JudgedAnswers[] =>
    rows.map((row, i) => {
      const [greedy, ...samples] = row.map((correct) => ({ correct })) as unknown as [
        JudgedAnswers["greedy"],
        ...JudgedAnswers["samples"],
      ];
      return { problem: { ...problems[0], id: `${i}` } as JudgedAnswers["problem"], greedy, samples };
    });

  test("are compared problem by problem and sample by sample", () => {
    const tuned = answersOf([
      [true, true, false],
      [true, true, true],
      [false, false, true],
      [false, false, false],
    ]);
    const base = answersOf([
      [true, false, false],
      [false, true, false],
      [true, true, true],
      [false, false, false],
    ]);
    const { greedy, sampled, greedyGain, sampledGain } = comparePolicies(tuned, base);
    expect(greedy).toEqual({ win: 1, tie: 2, loss: 1 });
    expect(sampled).toEqual({ win: 2, tie: 5, loss: 1 });
    expect(greedyGain).toMatchObject({ value: 0, count: 4 });
    expect(sampledGain).toMatchObject({ value: 1 / 8, count: 8 });
    expect(greedyGain.low).toBeLessThan(0);
    expect(greedyGain.high).toBeGreaterThan(0);
    expect(greedyGain.p).toBeGreaterThan(0.9);
    expect(sampledGain.p).toBeLessThan(1);
  });

  test("that answer alike tie everywhere", () => {
    const same = answersOf([
      [true, false],
      [false, true],
    ]);
    const { greedy, sampledGain } = comparePolicies(same, same);
    expect(greedy).toEqual({ win: 0, tie: 2, loss: 0 });
    expect(sampledGain).toMatchObject({ value: 0, p: 1 });
    // Two problems do not prove that the policies are equal.
    expect(sampledGain.low).toBeLessThan(-0.5);
    expect(sampledGain.high).toBeCloseTo(-sampledGain.low, 12);
  });
});

test("an answer that the reward model cannot read counts in every figure but the reward", async () => {
  const whole = await judgePolicy(policy, judges, plan);
  const [long] = whole.answers.flatMap(({ samples }) => samples).toSorted((a, b) => b.ids.length - a.ids.length);
  const isLong = ({ responseIds }: PromptAndResponse) => String(responseIds).startsWith(String(long?.ids));
  const model: Scorer = {
    processRewardsOf: async (records) => {
      if (records.some(isLong)) checkContext(1, 1, 1);
      return reward.processRewardsOf(records);
    },
  };
  const { figures } = await judgePolicy(policy, { ...judges, reward: { ...judges.reward, model } }, plan);
  expect(figures.length).toEqual(whole.figures.length);
  expect(figures.reward.count).toBeLessThan(whole.figures.reward.count);
  expect(Number.isFinite(figures.reward.value)).toBe(true);
});
