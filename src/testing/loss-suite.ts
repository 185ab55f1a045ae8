import { nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { beforeAll, describe, expect, test } from "vitest";
import type { Backend } from "../engine/device.ts";
import { openJax } from "../engine/jax.ts";
import { bradleyTerry } from "../engine/losses/bradley-terry.ts";
import {
  type ConsistencySettings,
  outcomeConsistency,
  pairwiseConsistency,
  type Trajectories,
} from "../engine/losses/consistency.ts";
import { type DpoSettings, dpo } from "../engine/losses/dpo.ts";
import { responseEdges } from "../engine/losses/edge-weight.ts";
import { generatorLoss } from "../engine/losses/generator.ts";
import type { GenerationTargets } from "../engine/losses/language-model.ts";
import { outcomeCrossEntropy } from "../engine/losses/outcome.ts";
import { scaleGradient, textGeneration } from "../engine/losses/text-generation.ts";
import dpoGolden from "./golden/dpo.json";
import orm from "./golden/orm.json";
import pairwise from "./golden/pairwise.json";
import sft from "./golden/sft.json";
import { BRADLEY_TERRY } from "./loss-settings.ts";

/**
 * The tolerances of the golden README: 1e-5 relative for float32 values; gradients are compared relative to at least
 * 1e-2.
 */
const TOLERANCE = 1e-5;
const GRADIENT_FLOOR = 1e-2;

const BASELINES = { response: "masked", row: "repo" } as const;
const SCORES = ["mutual", "unweighted", "product"] as const;

/** Tests values and gradients of every loss on one backend against the golden figures. */
export function describeLosses(backend: Backend): void {
  describe(`losses on ${backend}`, () => {
    beforeAll(() => openJax(backend));

    describe.each(pairwise.cases)("pairs $id", ({ inputs, expected }) => {
      test("Bradley–Terry", async () => {
        const [loss, [chosen, rejected]] = valueAndGrad(bradleyTerryAt, { argnums: [0, 1] })(
          np.array(inputs.chosen_rewards),
          np.array(inputs.rejected_rewards),
          np.array(lastPositions(inputs.chosen_last, inputs.chosen_mask)),
          np.array(lastPositions(inputs.rejected_last, inputs.rejected_mask)),
        );
        await expectValue(loss, expected.bt_loss);
        await expectGradient(chosen, expected.grad_bt_chosen);
        await expectGradient(rejected, expected.grad_bt_rejected);
      });

      for (const [baseline, variant] of Object.entries(BASELINES)) {
        for (const score of SCORES) {
          test(`consistency, ${score}, baseline ${baseline}`, async () => {
            const figures = expected.variants[variant];
            const settings = { score, weight: "generation", baseline } as ConsistencySettings;
            const { loss, gradients, weight, normaliser } = await pairwiseTerm(settings, inputs);
            expectClose(loss, figures.modes[score].align_loss, TOLERANCE);
            expectClose(weight, figures.weight, TOLERANCE);
            expectClose(normaliser, figures.smooth_weight_after, TOLERANCE);
            expectAllClose(gradients[0], figures.modes[score].grad_align_chosen);
            expectAllClose(gradients[1], figures.modes[score].grad_align_rejected);
          });
        }
      }
    });

    test.each(Object.entries(BASELINES))(
      "the normaliser runs on from batch to batch, baseline %s",
      async (baseline, variant) => {
        let normaliser = 0.5;
        for (const link of pairwise.ema_chain[variant]) {
          const inputs = pairwise.cases.find(({ id }) => id === link.id)?.inputs as PairwiseInputs;
          const settings = { score: "mutual", weight: "generation", baseline } as ConsistencySettings;
          const term = await pairwiseTerm(settings, { ...inputs, smooth_weight_before: normaliser });
          normaliser = term.normaliser;
          expectClose(normaliser, link.after, TOLERANCE);
          expectClose(term.loss, link.align_loss, TOLERANCE);
        }
      },
    );

    describe.each(orm.cases)("outcome labels $id", ({ inputs, expected }) => {
      test("binary cross-entropy and consistency", async () => {
        const labels = () => np.array(inputs.labels);
        const last = lastPositions(inputs.last, inputs.mask);
        const [bce, bceGradient] = valueAndGrad((rewards: np.Array) =>
          outcomeCrossEntropy(np.sum(rewards.mul(np.array(last)), -1), labels()),
        )(np.array(inputs.rewards));
        await expectValue(bce, expected.bce_loss);
        await expectGradient(bceGradient, expected.grad_bce);

        const settings: ConsistencySettings = { score: "mutual", weight: "generation", baseline: "response" };
        const rows = trajectories(inputs.rewards, inputs.probs, inputs.mask);
        const [[loss, state], gradient] = valueAndGrad(
          (rewards: np.Array) => {
            const term = outcomeConsistency(
              settings,
              { ...rows, rewards },
              labels(),
              np.array(inputs.smooth_weight_before),
            );
            return [term.loss, np.stack([term.weight, term.normaliser])];
          },
          { hasAux: true },
        )(rows.rewards) as unknown as [[np.Array, np.Array], np.Array];
        await expectValue(loss, expected.align_loss);
        const [weight, normaliser] = (await state.jsAsync()) as number[];
        expectClose(weight, expected.weight, TOLERANCE);
        expectClose(normaliser, expected.smooth_weight_after, TOLERANCE);
        await expectGradient(gradient, expected.grad_align);
      });
    });

    test.each(sft.cases)("text generation $id", async ({ B, inputs, expected }) => {
      const chosenLabels = inputs.labels.slice(0, B);
      const vocabulary = inputs.logits[0]?.[0]?.length as number;
      // With the identity as head, hidden states are logits.
      const [loss, gradient] = valueAndGrad((hidden: np.Array) =>
        textGeneration(hidden, np.eye(vocabulary), generationTargets(chosenLabels), 1),
      )(np.array(inputs.logits.slice(0, B)));
      await expectValue(loss, expected.loss);
      await expectGradient(gradient, expected.grad_logits.slice(0, B));
    });

    test.each(sft.cases)("generator adaptation $id", async ({ B, inputs, expected }) => {
      const vocabulary = inputs.logits[0]?.[0]?.length as number;
      const [loss, gradient] = valueAndGrad((hidden: np.Array) =>
        generatorLoss(hidden, np.eye(vocabulary), generationTargets(inputs.labels, B)),
      )(np.array(inputs.logits));
      await expectValue(loss, expected.generator_loss_own_length);
      if (expected.grad_generator_repo) {
        await expectGradient(gradient, ownLengthGradient(expected.grad_generator_repo, expected.valid_length));
      }
    });

    describe.each(dpoGolden.cases)("direct preference optimisation $id", ({ n, inputs, expected }) => {
      test("loss, implicit rewards and gradients", async () => {
        const { loss, rewards, gradients } = await dpoTerm(inputs);
        expectClose(loss, expected.loss, TOLERANCE);
        expectAllClose(rewards[0], expected.chosen_rewards);
        expectAllClose(rewards[1], expected.rejected_rewards);
        expectAllClose(difference(rewards), expected.margins);
        expect(difference(rewards).filter((margin) => margin > 0).length / n).toBeCloseTo(expected.accuracy, 9);
        expectAllClose(gradients[0], expected.grad_policy_chosen);
        expectAllClose(gradients[1], expected.grad_policy_rejected);
      });

      test("each pair alone", async () => {
        for (const [i, loss] of expected.losses.entries()) {
          expectClose((await dpoTerm(inputs, [i, i + 1])).loss, loss, TOLERANCE);
        }
      });
    });

    test("the second head gets its full gradient, the backbone a thousandth", async () => {
      const { inputs, expected } = sft.scaled_head;
      const count = inputs.labels.length;
      const [loss, [hidden, weight]] = valueAndGrad(
        (h: np.Array, w: np.Array) => {
          const logits = np.matmul(scaleGradient(h, inputs.alpha), np.transpose(w));
          const picked = nn.oneHot(np.array(inputs.labels, { dtype: np.int32 }), inputs.head_weight.length);
          return np.sum(nn.logSoftmax(logits).mul(picked)).neg().div(count);
        },
        { argnums: [0, 1] },
      )(np.array(inputs.hidden), np.array(inputs.head_weight));
      await expectValue(loss, expected.loss);
      await expectGradient(weight, expected.grad_head_weight);
      expectAllClose(await hidden.jsAsync(), expected.grad_hidden, GRADIENT_FLOOR * inputs.alpha);
    });
  });
}

type PairwiseInputs = (typeof pairwise.cases)[number]["inputs"];

async function pairwiseTerm(settings: ConsistencySettings, inputs: PairwiseInputs) {
  const chosen = trajectories(inputs.chosen_rewards, inputs.chosen_probs, inputs.chosen_mask);
  const rejected = trajectories(inputs.rejected_rewards, inputs.rejected_probs, inputs.rejected_mask);
  const [[loss, state], gradients] = valueAndGrad(
    (c: np.Array, r: np.Array) => {
      const before = np.array(inputs.smooth_weight_before);
      const term = pairwiseConsistency(settings, { ...chosen, rewards: c }, { ...rejected, rewards: r }, before);
      return [term.loss, np.stack([term.weight, term.normaliser])];
    },
    { argnums: [0, 1], hasAux: true },
  )(chosen.rewards, rejected.rewards) as unknown as [[np.Array, np.Array], [np.Array, np.Array]];
  const [weight, normaliser] = (await state.jsAsync()) as [number, number];
  return {
    loss: (await loss.jsAsync()) as number,
    gradients: [await gradients[0].jsAsync(), await gradients[1].jsAsync()] as [number[][], number[][]],
    weight,
    normaliser,
  };
}

type DpoInputs = (typeof dpoGolden.cases)[number]["inputs"];

/** @param pairs first and last index of the pairs to use */
async function dpoTerm(inputs: DpoInputs, pairs: [from: number, to: number] = [0, inputs.ref_chosen_logps.length]) {
  const settings: DpoSettings = { beta: inputs.beta, labelSmoothing: inputs.label_smoothing };
  // The reference is constant, so the gradient with respect to the log-ratio is that with respect to the policy.
  const logRatios = (policy: number[], reference: number[]) =>
    np.array(policy.map((logProb, i) => logProb - (reference[i] as number)).slice(...pairs));
  const [[loss, aux], gradients] = valueAndGrad(
    (chosen: np.Array, rejected: np.Array) => {
      const term = dpo(settings, chosen, rejected);
      return [term.loss, np.stack([term.chosenRewards, term.rejectedRewards])];
    },
    { argnums: [0, 1], hasAux: true },
  )(
    logRatios(inputs.policy_chosen_logps, inputs.ref_chosen_logps),
    logRatios(inputs.policy_rejected_logps, inputs.ref_rejected_logps),
  ) as unknown as [[np.Array, np.Array], [np.Array, np.Array]];
  return {
    loss: (await loss.jsAsync()) as number,
    rewards: (await aux.jsAsync()) as [number[], number[]],
    gradients: [await gradients[0].jsAsync(), await gradients[1].jsAsync()],
  };
}

function difference([chosen, rejected]: [number[], number[]]): number[] {
  return chosen.map((reward, i) => reward - (rejected[i] as number));
}

function trajectories(rewards: number[][], probs: number[][], mask: number[][]): Trajectories {
  return {
    rewards: np.array(rewards),
    response: np.array(mask),
    q: np.array(probs),
    edges: np.array(mask.map((row) => responseEdges(row.slice(1)))),
  };
}

function bradleyTerryAt(chosen: np.Array, rejected: np.Array, chosenLast: np.Array, rejectedLast: np.Array): np.Array {
  const outcomes = [np.sum(chosen.mul(chosenLast), -1), np.sum(rejected.mul(rejectedLast), -1)] as const;
  return bradleyTerry(BRADLEY_TERRY, ...outcomes, np.zeros([1]));
}

/** The golden gradient divides a rejected row by the chosen length; here it is divided by the row's own length. */
function ownLengthGradient(gradient: number[][][], lengths: number[]): number[][][] {
  const pairs = lengths.length / 2;
  const scale = lengths.map((own, row) => (row < pairs ? 1 : (lengths[row - pairs] as number) / own));
  return gradient.map((rows, row) => rows.map((logits) => logits.map((value) => value * (scale[row] as number))));
}

/** Targets from labels `[rows, T]` of B prompts; −100 means no target, and position 0 is never predicted. */
function generationTargets(labels: number[][], prompts = labels.length): GenerationTargets {
  const length = labels[0]?.length as number;
  const targets = labels.flatMap((row, b) => {
    const counted = row.flatMap((label, t) => (label >= 0 && t > 0 ? [{ label, position: b * length + t - 1 }] : []));
    return counted.map((target) => ({ ...target, weight: 1 / counted.length / prompts }));
  });
  return {
    positions: np.array(
      targets.map(({ position }) => position),
      { dtype: np.int32 },
    ),
    labels: np.array(
      targets.map(({ label }) => label),
      { dtype: np.int32 },
    ),
    weights: np.array(targets.map(({ weight }) => weight)),
  };
}

function lastPositions(last: number[], mask: number[][]): number[][] {
  return mask.map((row, b) => row.map((_, t) => (t === last[b] ? 1 : 0)));
}

async function expectValue(found: np.Array, expected: number): Promise<void> {
  expectClose((await found.jsAsync()) as number, expected, TOLERANCE);
}

async function expectGradient(found: np.Array, expected: unknown): Promise<void> {
  expectAllClose(await found.jsAsync(), expected);
}

function expectAllClose(found: unknown, expected: unknown, floor = GRADIENT_FLOOR): void {
  const values = [found].flat(4) as number[];
  const references = [expected].flat(4) as number[];
  expect(values).toHaveLength(references.length);
  for (const [i, reference] of references.entries()) expectClose(values[i], reference, TOLERANCE, floor);
}

/** Expects |found − expected| ≤ tolerance · max(|expected|, floor). */
function expectClose(found: number | undefined, expected: number, tolerance: number, floor = 1e-2): void {
  const gap = Math.abs((found ?? Number.NaN) - expected);
  expect(gap, `${found} against ${expected}`).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), floor));
}
