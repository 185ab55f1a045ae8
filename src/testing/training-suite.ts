import { beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import type { Tensor } from "../engine/checkpoint/safetensors.ts";
import { TEXT_HEAD_WEIGHT } from "../engine/decoder/text-head.ts";
import { valueHeadTensors } from "../engine/decoder/value-head.ts";
import type { Backend } from "../engine/device.ts";
import { openJax } from "../engine/jax.ts";
import { ADAMW_DEFAULTS } from "../engine/training/adamw.ts";
import { adaptGenerator } from "../engine/training/adapt-generator.ts";
import { padPairs } from "../engine/training/pair-batch.ts";
import { pairTokens, type Response, type TokenPair } from "../engine/training/pairs.ts";
import { preferenceObjective } from "../engine/training/preference-objective.ts";
import { REWARD_MODEL_DEFAULTS } from "../engine/training/reward-model-config.ts";
import { type StepMetrics, Trainer } from "../engine/training/trainer.ts";
import golden from "./golden/train.json";
import { goldenSource } from "./golden.ts";
import { CONSISTENCY } from "./loss-settings.ts";

/** The golden README's tight tolerance of the total loss; mistakes in optimiser or loss change it by at least 1e-5. */
const TOTAL_TOLERANCE = 3e-6;
const TERM_TOLERANCE = 3e-5;

/** Tests the golden training run, step by step, on one backend. */
export function describeTraining(backend: Backend): void {
  describe(`a golden ICRM run on ${backend}`, () => {
    beforeAll(() => openJax(backend));

    test("gives the reference losses at every step", async () => {
      const { config, weights, valueHead } = await loadCheckpoint(await goldenSource("llama"));
      const { hyper } = golden;
      const objective = preferenceObjective(config, {
        bradleyTerry: { labelSmoothing: 0, centerRewardsCoefficient: 0 },
        textGeneration: { weightRatio: hyper.head_grad_scale },
        consistency: { ...CONSISTENCY, rho: hyper.reg_ratio },
      });
      const start = new Map<string, Tensor>([
        ...weights,
        ...valueHeadTensors(valueHead as NonNullable<typeof valueHead>),
        [TEXT_HEAD_WEIGHT, weights.get("model.embed_tokens.weight") as Tensor],
      ]);
      const pairs = goldenPairs();
      const trainer = Trainer.start(start, {
        objective,
        optimiser: { ...ADAMW_DEFAULTS, maxGradNorm: Number.POSITIVE_INFINITY },
        schedule: { steps: 1000, learningRate: hyper.lr, warmupRatio: 0, minLrRate: 1 },
        batchesAt: () => [{ batch: padPairs(pairs, 0), tokens: pairTokens(pairs) }],
      });
      for (const expected of golden.steps_float64) {
        const found = await trainer.advance();
        const at = `step ${expected.step}`;
        expectClose(found.loss, expected.total, TOTAL_TOLERANCE, `total, ${at}`);
        expectClose(found["loss/sft"], expected.sft, TERM_TOLERANCE, `sft, ${at}`);
        expectClose(found["loss/icr"], expected.align, TERM_TOLERANCE, `icr, ${at}`);
        expectClose(found["loss/bt"], expected.bt, TERM_TOLERANCE, `bt, ${at}`);
        expectClose(found["icr/weight"], expected.weight, TERM_TOLERANCE, `weight, ${at}`);
        expectClose(found["icr/normaliser"], expected.smooth_after, TERM_TOLERANCE, `Z, ${at}`);
        expectClose(found.grad_norm, expected.grad_norm, TERM_TOLERANCE, `gradient norm, ${at}`);
      }
      trainer.dispose();
    });
  });

  test(`an adapted generator starts from the reference probabilities and makes them likelier, on ${backend}`, async () => {
    await openJax(backend);
    const generator = await loadCheckpoint(await goldenSource("llama"));
    const config = { ...REWARD_MODEL_DEFAULTS, batchSize: 2, generatorSteps: 3, generatorLearningRate: 1e-3 };
    const pairs = goldenPairs();
    const losses: number[] = [];
    const keep = (step: StepMetrics) => void losses.push(step["loss/generator"] as number);
    await adaptGenerator(generator, config, pairs, 0, keep);
    const surprise = ({ q }: Response) => (q ?? []).reduce((sum, p) => sum - Math.log(p), 0) / (q?.length ?? 0);
    const expected = pairs.reduce((sum, { chosen, rejected }) => sum + surprise(chosen) + surprise(rejected), 0);
    expectClose(losses[0], expected / pairs.length, TERM_TOLERANCE, "first loss");
    expect(losses[1]).toBeLessThan(losses[0] as number);
    expect(losses[2]).toBeLessThan(losses[1] as number);
  });
}

function goldenPairs(): TokenPair[] {
  const responses = golden.batch.labels.map((labels, row) => response(row, labels));
  return [0, 1].map((row) => ({
    chosen: responses[row] as Response,
    rejected: responses[row + 2] as Response,
    margin: 0,
  }));
}

function response(row: number, labels: number[]): Response {
  const length = (golden.batch.attention_mask[row] as number[]).reduce((sum, bit) => sum + bit, 0);
  const responseStart = labels.findIndex((label) => label >= 0);
  return {
    ids: (golden.batch.input_ids[row] as number[]).slice(0, length),
    responseStart,
    q: (golden.gen_probs[row] as number[]).slice(responseStart - 1, length - 1),
  };
}

function expectClose(found: number | undefined, expected: number, tolerance: number, what: string): void {
  expect(Math.abs((found ?? Number.NaN) / expected - 1), `${what}: ${found}, not ${expected}`).toBeLessThan(tolerance);
}
