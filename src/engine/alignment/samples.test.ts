import { beforeAll, describe, expect, test } from "vitest";
import { tinyModel } from "../../testing/tiny-models.ts";
import { type Checkpoint, loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { memorySource } from "../checkpoint/source.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import { generationProbabilities, RAW } from "../policy/generation-probabilities.ts";
import { openCausalLM } from "../policy/onnx-causal-lm.ts";
import type { Scorer } from "../reward/judge.ts";
import { openRewardModel, type RewardModel } from "../reward/reward-model.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { wordProblems } from "../world/index.ts";
import { choosePairs } from "./preference-pairs.ts";
import { checkRewardModel, sampleRewards } from "./sample-rewards.ts";
import { samplePrompts } from "./sampled-prompt.ts";

const runtime = { backend: "wasm", threads: 1 } as const;
const prompts = wordProblems.problems({ split: "train", n: 3, seed: 0 }).map(({ prompt }) => prompt);
const plan = { samples: 4, maxTokens: 12, seed: 3 };
let policy: Checkpoint;
let reward: Checkpoint;
let tokenizer: Tokenizer;
let lm: CausalLM;
let model: RewardModel;

const tiny = (seed: number, valueHead: boolean) =>
  loadCheckpoint(memorySource(tinyModel({ seed, valueHead, layers: 1 }), `tiny ${seed}`));

beforeAll(async () => {
  policy = await tiny(1, false);
  reward = await tiny(2, true);
  tokenizer = checkpointTokenizer(policy);
  lm = await openCausalLM(policy, runtime);
  model = await openRewardModel(reward, runtime);
  return async () => {
    await lm.release();
    await model.release();
  };
});

describe("samples", () => {
  test("of a prompt are the same whichever others are asked for, and come with the reference's probabilities", async () => {
    const all = await samplePrompts(lm, tokenizer, prompts, plan);
    expect(await samplePrompts(lm, tokenizer, prompts.slice(1, 2), plan)).toEqual(all.slice(1, 2));
    expect(await samplePrompts(lm, tokenizer, prompts, { ...plan, seed: 4 })).not.toEqual(all);
    for (const { prompt, samples } of all) {
      expect(samples).toHaveLength(4);
      const promptIds = tokenizer.promptIds(prompt);
      const q = await generationProbabilities(
        lm,
        samples.map(({ ids }) => ({ promptIds, responseIds: ids })),
        RAW,
      );
      for (const [i, sample] of samples.entries()) {
        expect(sample.text).toBe(tokenizer.decode(sample.ids));
        sample.q.forEach((p, t) => {
          expect(p).toBeCloseTo(q[i]?.[t] as number, 5);
        });
      }
    }
  });

  test("report progress and end when they are cancelled", async () => {
    const cancel = new AbortController();
    const done: number[] = [];
    const onProgress = (count: number) => {
      done.push(count);
      if (count === 2) cancel.abort(new Error("enough"));
    };
    const sampling = samplePrompts(lm, tokenizer, prompts, plan, { onProgress, signal: cancel.signal });
    await expect(sampling).rejects.toThrow("enough");
    expect(done).toEqual([1, 2]);
  });

  test("a prompt with unknown words is refused, naming them", async () => {
    await expect(samplePrompts(lm, tokenizer, ["Mia has 3 zeppelins."], plan)).rejects.toThrow(/"zeppelins"/);
  });
});

describe("rewards of samples", () => {
  test("are those of the last token, the same for the same text", async () => {
    const sampled = await samplePrompts(lm, tokenizer, prompts, plan);
    const [first] = sampled;
    if (!first) throw new Error("no prompt was sampled");
    const doubled = [{ ...first, samples: [...first.samples, ...first.samples] }, ...sampled.slice(1)];
    const rewards = await sampleRewards({ model, tokenizer }, tokenizer, doubled);
    expect(rewards.map((row) => row.length)).toEqual([8, 4, 4]);
    expect(rewards[0]?.slice(4)).toEqual(rewards[0]?.slice(0, 4));
    for (const [i, { prompt, samples }] of doubled.entries()) {
      for (const [k, { ids }] of samples.entries()) {
        const { tokens } = await model.processRewards(tokenizer.promptIds(prompt), ids);
        expect(rewards[i]?.[k]).toBeCloseTo(tokens.at(-1) as number, 4);
      }
    }
  });

  test("of a model whose head says nothing are all equal: no pair is left", async () => {
    const { config, weights, valueHead } = reward;
    const silent = { weight: new Float32Array(config.hiddenSize), bias: valueHead?.bias ?? 0 };
    const indifferent = await openRewardModel({ config, weights, valueHead: silent }, runtime);
    const finished = (await samplePrompts(lm, tokenizer, prompts, plan)).map((sampled) => ({
      ...sampled,
      samples: sampled.samples.map((sample) => ({ ...sample, finish: "eos" as const })),
    }));
    const rewards = await sampleRewards({ model: indifferent, tokenizer }, tokenizer, finished);
    await indifferent.release();
    expect(() => choosePairs(finished, rewards, 0)).toThrow(/3 whose rewards are equal or too close/);
  });

  test("of a judge of texts are those of what the samples say, whatever its vocabulary", async () => {
    const sampled = await samplePrompts(lm, tokenizer, prompts, plan);
    const judge: Scorer = {
      byText: { how: "by length", at: "end", tokenizer },
      processRewardsOf: async (records) =>
        records.map(({ said, responseIds }) => ({
          prompt: Number.NaN,
          tokens: Float32Array.from(responseIds, (_, t) =>
            t === responseIds.length - 1 ? String(said.response).length : Number.NaN,
          ),
        })),
    };
    const rewards = await sampleRewards({ model: judge, tokenizer }, tokenizer, sampled);
    expect(rewards).toEqual(sampled.map(({ samples }) => samples.map(({ text }) => text.length)));
  });

  test("a reward model of another vocabulary is refused, naming both", () => {
    expect(() => checkRewardModel(reward, policy)).not.toThrow();
    const model = structuredClone(reward.tokenizer?.json.model) as { vocab: Record<string, number> };
    const ids = Object.fromEntries(Object.entries(model.vocab).map(([word, id]) => [`${word}_`, id]));
    const foreign: Checkpoint = {
      ...reward,
      name: "foreign",
      tokenizer: { json: { ...reward.tokenizer?.json, model: { ...model, vocab: ids } }, config: null },
    };
    expect(() => checkRewardModel(foreign, policy)).toThrow(
      /reads other tokens than the policy writes \(foreign\).*tokens of tiny 1/,
    );
  });
});
