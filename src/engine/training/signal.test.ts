import { grad, numpy as np, tree } from "@jax-js/jax";
import { beforeAll, expect, test } from "vitest";
import { goldenSource } from "../../testing/golden.ts";
import { CONSISTENCY } from "../../testing/loss-settings.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { wholeDecoder } from "../decoder/forward.ts";
import { disposeParameters, type Parameters, toParameters } from "../decoder/parameters.ts";
import { VALUE_HEAD_BIAS } from "../decoder/value-head.ts";
import { openJax } from "../jax.ts";
import { batchLoss } from "./objective.ts";
import { padPairs } from "./pair-batch.ts";
import type { TokenPair } from "./pairs.ts";
import { NORMALISER, type PreferenceTerms, preferenceObjective } from "./preference-objective.ts";
import { REWARD_MODEL_DEFAULTS } from "./reward-model-config.ts";
import { startingWeights } from "./reward-model-weights.ts";
import { createSignalProbe } from "./signal.ts";
import { outcomeTerms, pairTerms } from "./signal-terms.ts";

const pair: TokenPair = {
  chosen: { ids: [1, 4, 9, 12, 30, 7, 2], responseStart: 3, q: [0.4, 0.9, 0.2, 0.7] },
  rejected: { ids: [1, 4, 9, 21, 5, 2], responseStart: 3, q: [0.1, 0.8, 0.6] },
  margin: 0,
};
const bt: PreferenceTerms = {
  bradleyTerry: { labelSmoothing: 0, centerRewardsCoefficient: 0 },
  textGeneration: null,
  consistency: null,
};
const icrm: PreferenceTerms = { ...bt, consistency: { ...CONSISTENCY, rho: 0.1 } };

beforeAll(() => openJax("wasm"));

async function probe(terms: PreferenceTerms, labelled = false) {
  const checkpoint = await loadCheckpoint(await goldenSource("llama"));
  const params = toParameters(startingWeights(checkpoint, { ...REWARD_MODEL_DEFAULTS, method: "bt" }).trained);
  const decoder = wholeDecoder(checkpoint.config);
  const signalProbe = createSignalProbe(decoder, (labelled ? outcomeTerms : pairTerms)(terms, 0));
  const signal = await signalProbe.probe(params, pair, 0.5);
  signalProbe.dispose();
  decoder.dispose();
  return { config: checkpoint.config, params, signal };
}

test("under Bradley–Terry only the last token has a gradient", async () => {
  const { params, signal } = await probe(bt);
  expect(signal.chosen.outcome.slice(0, -1).map(Math.abs)).toEqual([0, 0, 0]);
  expect(signal.chosen.outcome.at(-1)).toBeLessThan(0);
  expect(signal.rejected.outcome.slice(0, -1).map(Math.abs)).toEqual([0, 0]);
  expect(signal.rejected.outcome.at(-1)).toBeGreaterThan(0);
  expect(signal.chosen.consistency).toBeNull();
  expect(signal.chosen.rewards).toHaveLength(5);
  disposeParameters(params);
});

test("consistency raises every chosen token and lowers every rejected one", async () => {
  const { params, signal } = await probe(icrm);
  expect(signal.chosen.consistency).toHaveLength(4);
  for (const gradient of signal.chosen.consistency ?? [0]) expect(gradient).toBeLessThan(0);
  for (const gradient of signal.rejected.consistency ?? [0]) expect(gradient).toBeGreaterThan(0);
  disposeParameters(params);
});

test("the signal is the gradient training follows: its sum is that of the value head's bias", async () => {
  const { config, params, signal } = await probe(icrm);
  const objective = preferenceObjective(config, icrm);
  const batch = { ...padPairs([pair], 0), [NORMALISER]: np.array(0.5) };
  const gradients = grad((p: Parameters) => {
    const [loss, metrics] = batchLoss(objective, p, batch);
    metrics.dispose();
    disposeParameters(p);
    return loss;
  })(tree.ref(params) as Parameters) as unknown as Parameters;
  const [bias] = (await (gradients[VALUE_HEAD_BIAS] as np.Array).ref.jsAsync()) as [number];
  const all = [signal.chosen, signal.rejected].flatMap((s) => [...s.outcome, ...(s.consistency ?? [])]);
  expect(all.reduce((sum, g) => sum + g, 0)).toBeCloseTo(bias, 5);
  disposeParameters(gradients);
  disposeParameters(params);
});

test("with outcome labels the last tokens and every edge have a gradient of their own", async () => {
  const { params, signal } = await probe(icrm, true);
  const { chosen, rejected } = signal;
  const last = chosen.rewards.at(-1) as number;
  // ∂/∂r of −½·0.9·log σ(r): the mean is over two responses.
  expect(chosen.outcome.at(-1)).toBeCloseTo((-0.9 / 2) * (1 - 1 / (1 + Math.exp(-last))), 5);
  expect(chosen.outcome.slice(0, -1).map(Math.abs)).toEqual([0, 0, 0]);
  expect(rejected.outcome.at(-1)).toBeGreaterThan(0);
  for (const gradient of chosen.consistency ?? [0]) expect(gradient).toBeLessThan(0);
  for (const gradient of rejected.consistency ?? [0]) expect(gradient).toBeGreaterThan(0);
  disposeParameters(params);
});
