import { describe, expect, test } from "vitest";
import { byteTokenizers } from "../../../testing/byte-tokenizers.ts";
import { FakeLM } from "../../../testing/fake-lm.ts";
import { NOTHING_LEFT_OUT } from "../../data/left-out.ts";
import { checkContext } from "../../onnx/context.ts";
import type { ProcessRewards, PromptAndResponse } from "../../reward/judge.ts";
import { Tokenizer } from "../../tokenizer/tokenizer.ts";
import { wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../../world/index.ts";
import type { OpenedReward } from "../opened.ts";
import type { BestOfNReport } from "./report.ts";
import { type BestOfNMaterial, runBestOfN } from "./run-best-of-n.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(256));
const [answer = 0] = tokenizer.encode("answer", { addSpecialTokens: false });
const digits = [1, 2, 3].map((digit) => tokenizer.encode(`${digit}`, { addSpecialTokens: false })[0] as number);
const eos = tokenizer.eosId as number;

/** Writes "answer", then one of three digits (the first digit most often), and ends. */
const lm = new FakeLM(
  (id) =>
    Array.from({ length: tokenizer.vocabSize }, (_, next) => {
      if (digits.includes(id)) return next === eos ? 50 : 0;
      if (id !== answer) return next === answer ? 50 : 0;
      return next === digits[0] ? 50.5 : digits.includes(next) ? 50 : 0;
    }),
  { contextLength: 256, eosTokenIds: [eos] },
);

/** Problems whose right answer is set to the second digit. */
const problems = wordProblems.problems({ split: "test", n: 10, seed: 0 }).map((problem) => ({ ...problem, answer: 2 }));

const judging = (id: string, reward: (text: string) => number): OpenedReward => ({
  id,
  name: id,
  model: {
    processRewardsOf: async (records: readonly PromptAndResponse[]) =>
      records.map(
        ({ responseIds }): ProcessRewards => ({
          prompt: 0,
          tokens: Float32Array.from(responseIds, () => reward(tokenizer.decode(responseIds))),
        }),
      ),
  },
  tokenizer,
  contextLength: 256,
  cache: new Map(),
});

const material: BestOfNMaterial = {
  problems,
  policy: { name: "policy", lm, tokenizer },
  models: [
    judging("right", (text) => Number(text === "answer 2")),
    judging("fooled", (text) => Number(text.slice(-1))),
  ],
  training: [],
  world: wordProblems,
};
const plan = { n: [1, 8, 2], samples: 16, temperature: 1, seed: 3, topK: 0, topP: 1, maxTokens: 8 };
const quick = { bootstrap: { resamples: 50, seed: 0 } };

const gold = ({ curves }: BestOfNReport, judge: string) => curves[judge]?.map((point) => point.gold.value) ?? [];

describe("best of N", () => {
  test("a judge of texts may have a vocabulary of its own: it reads the same texts", async () => {
    const { json, config } = byteTokenizers.qwen;
    const bytes = new Tokenizer(json, config);
    const reader: OpenedReward = {
      ...judging("reader", () => 0),
      tokenizer: bytes,
      model: {
        byText: { how: "read whole", at: "end", tokenizer: bytes },
        processRewardsOf: async (records) =>
          records.map(({ responseIds, said }) => {
            const tokens = new Float32Array(responseIds.length).fill(Number.NaN);
            tokens[responseIds.length - 1] = Number(said.response === "answer 2");
            return { prompt: Number.NaN, tokens };
          }),
      },
    };
    const { report } = await runBestOfN({ ...material, models: [...material.models, reader] }, plan, quick);
    expect(gold(report, "reader")).toEqual(gold(report, "right"));
    expect(report.judges.map(({ name }) => name)).toContain("reader (read whole)");
  });

  test("a problem of whose samples a model cannot read one is left out for all models, and told", async () => {
    const [right, ...others] = material.models as [OpenedReward];
    const refused = wordProblems.problems({ split: "test", n: 10, seed: 0 })[3]?.prompt;
    const short: OpenedReward = {
      ...right,
      model: {
        byText: { how: "read whole", at: "end", tokenizer },
        processRewardsOf: async (records) => {
          if (records.some(({ said }) => said.prompt === refused)) checkContext(1, 1, 1);
          return right.model.processRewardsOf(records);
        },
      },
    };
    const told: number[] = [];
    const { report, problems } = await runBestOfN({ ...material, models: [short, ...others] }, plan, {
      ...quick,
      onLeftOut: ({ records }) => told.push(...records.map(({ number }) => number)),
    });
    expect(told).toEqual([4]);
    expect([report.problems, problems.length, report.leftOut.reasons]).toEqual([9, 9, { "too long": 1 }]);
    expect(report.leftOut.records[0]?.report.where).toMatch(/^problems, element 4, right, sample \d+ of/);
    expect(report.curves.right?.every(({ proxy }) => Number.isFinite(proxy?.value))).toBe(true);
  });

  test("a reward model reads with its own chat template, not with the policy's", async () => {
    const chat_template = "{% for m in messages %}{{ m.content + ' answer ' }}{% endfor %}";
    const own = new Tokenizer(worldTokenizerJson(), { ...worldTokenizerConfig(256), chat_template });
    const read: PromptAndResponse[] = [];
    const judge: OpenedReward = {
      ...judging("own", () => 1),
      tokenizer: own,
      model: {
        processRewardsOf: async (records) => {
          read.push(...records);
          return records.map(({ responseIds }) => ({ prompt: 0, tokens: new Float32Array(responseIds.length) }));
        },
      },
    };
    await runBestOfN({ ...material, models: [judge] }, plan, quick);
    const prompts = problems.map(({ prompt }) => own.promptIds(prompt).join());
    expect(new Set(read.map(({ promptIds }) => promptIds.join()))).toEqual(new Set(prompts));
    expect(prompts[0]).not.toBe(tokenizer.promptIds(problems[0]?.prompt as string).join());
  });

  test("of a reward model that knows is the ceiling; of one that is fooled, gold falls while its reward rises", async () => {
    const { report, problems: judged } = await runBestOfN(material, plan, quick);
    expect(report).toMatchObject({ policy: "policy", samples: 16, problems: 10, seed: 3, warnings: [] });
    expect(report.curves.right?.map(({ n }) => n)).toEqual([1, 2, 8]);
    const ceiling = gold(report, "truth");
    for (const [i, share] of gold(report, "right").entries()) expect(share).toBeCloseTo(ceiling[i] as number, 12);
    expect(gold(report, "right").at(-1)).toBeGreaterThan(0.9);

    const fooled = report.curves.fooled ?? [];
    expect(gold(report, "fooled").at(-1)).toBeLessThan(gold(report, "fooled")[0] as number);
    const proxies = fooled.map(({ proxy }) => proxy?.value as number);
    expect(proxies).toEqual(proxies.toSorted((a, b) => a - b));
    expect(fooled.map(({ kl }) => kl)).toEqual(report.curves.truth?.map(({ kl }) => kl));
    expect(report.curves.truth?.[0]?.proxy).toBeNull();

    const right = judged.flatMap(({ samples }) => samples).filter(({ correct }) => correct).length;
    const random = gold(report, "baseline:random");
    expect(new Set(random.map((share) => share.toFixed(10)))).toEqual(new Set([(right / 160).toFixed(10)]));
    expect(gold(report, "baseline:longer")).toEqual(random);
    // The first digit, which is wrong, gets the most votes and the highest probability.
    expect(gold(report, "baseline:likelier").at(-1)).toBeLessThan(0.1);
    expect(gold(report, "baseline:majority")[0]).toBeCloseTo(random[0] as number, 10);
    expect(judged[0]?.samples[0]?.rewards).toHaveProperty("fooled");
  });

  test("says which mistakes picks fall for: a random pick as often as there are some, the ceiling for none", async () => {
    const { report, problems: judged } = await runBestOfN(material, plan, quick);
    const samples = judged.flatMap((problem) => problem.samples);
    const shares = report.mistakes.map(
      (mistake) => samples.filter((sample) => sample.mistake === mistake).length / 160,
    );
    expect(shares.length).toBeGreaterThan(0);
    expect(report.picked["baseline:random"]?.map(({ value }) => value)).toEqual(
      shares.map((share) => expect.closeTo(share, 10)),
    );
    expect(report.picked.truth?.map(({ value }) => value)).toEqual(shares.map(() => 0));
    const fooled = report.picked.fooled?.reduce((sum, { value }) => sum + value, 0) ?? 0;
    expect(fooled).toBeGreaterThan(shares.reduce((sum, share) => sum + share, 0));
  });

  test("goes on from samples that were drawn before", async () => {
    const first = await runBestOfN(material, plan, quick);
    const again = await runBestOfN({ ...material, problems: [] }, plan, { ...quick, sampled: first.problems });
    expect(again).toEqual(first);
  });

  test("warns of problems the models may remember", async () => {
    const training = [{ name: "train.jsonl", prompts: [problems[4]?.prompt ?? ""], leftOut: NOTHING_LEFT_OUT }];
    const { report } = await runBestOfN({ ...material, training }, plan, quick);
    expect(report.warnings).toEqual([
      expect.stringMatching(/^1 of the 10 problems are in the training data train\.jsonl/),
    ]);
  });

  test("refuses more than there are samples", async () => {
    await expect(runBestOfN(material, { ...plan, n: [1, 32] })).rejects.toThrow(/from 1 to 16.*found 32/);
    await expect(runBestOfN(material, { ...plan, n: [] })).rejects.toThrow(/too few samples/);
  });

  test("can be cancelled while it samples", async () => {
    const controller = new AbortController();
    const cancelled = runBestOfN(material, plan, {
      ...quick,
      signal: controller.signal,
      onProgress: ({ done }) => done === 3 && controller.abort(),
    });
    await expect(cancelled).rejects.toThrow(/abort/);
    expect(lm.caches).toBe(0);
  });
});
