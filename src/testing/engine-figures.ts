import { numpy as np, valueAndGrad } from "@jax-js/jax";
import { directorySource } from "../cli/files.ts";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { disposeParameters, type Parameters, toParameters } from "../engine/decoder/parameters.ts";
import { openJax } from "../engine/jax.ts";
import { EDGE_SCORES, EDGE_WEIGHTS } from "../engine/losses/edge-kinds.ts";
import { type Random, randomInt, seededRandom } from "../engine/random.ts";
import { batchLoss } from "../engine/training/objective.ts";
import { pairBatches } from "../engine/training/pair-schedule.ts";
import { exampleResponses, type Response, type TokenPair } from "../engine/training/pairs.ts";
import { rewardModelOptions } from "../engine/training/reward-model.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { startingWeights } from "../engine/training/reward-model-weights.ts";
import { learningRateAt } from "../engine/training/schedule.ts";
import { withFileNames } from "../engine/training/setting-names.ts";
import { tokenLabels } from "../engine/training/step-labels.ts";
import { Trainer } from "../engine/training/trainer.ts";

/** A golden checkpoint with a value head; Python reads its weights too. */
const CHECKPOINT = "src/testing/golden/decoder_llama";
const PAD = 0;

/** The configs whose losses and gradients are compared: every method, and every edge score with every edge weight. */
const WAYS: Partial<RewardModelConfig>[] = [
  { method: "bt", labelSmoothing: 0.1, centerRewardsCoefficient: 0.01 },
  { method: "grm", weightRatio: 0.3 },
  { method: "outcome", rho: 0.3 },
  { method: "prm", afterError: "omitted" },
  { method: "prm_icrm", rho: 0.3 },
  ...EDGE_SCORES.flatMap((edgeScore) =>
    EDGE_WEIGHTS.filter((edgeWeight) => edgeWeight !== "shuffled").map((edgeWeight) => ({ edgeScore, edgeWeight })),
  ),
];

/**
 * A run of twenty steps with everything a step can have: micro-batches, clipping, warm-up, decay. Without centering,
 * the gradient of the value head's bias would be mere rounding, which Adam would amplify to steps of the learning rate.
 */
const CURVE: Partial<RewardModelConfig> = {
  ...{ steps: 20, batchSize: 2, gradientAccumulationSteps: 2, learningRate: 3e-3, warmupRatio: 0.15, minLrRate: 0.1 },
  ...{ weightDecay: 0.01, maxGradNorm: 0.5, weightRatio: 0.1, centerRewardsCoefficient: 0.1 },
};

/**
 * The engine's results on Wasm that Python's are compared with: loss terms and gradients of several configs on one
 * batch, and the curve of a run with its batches.
 */
export async function engineFigures(): Promise<object> {
  await openJax("wasm");
  const checkpoint = await loadCheckpoint(directorySource(CHECKPOINT));
  const pairs = randomPairs(8, checkpoint.config.vocabSize);
  const ways = [];
  for (const way of WAYS) {
    const config = { ...REWARD_MODEL_DEFAULTS, batchSize: pairs.length, ...way };
    const { trained } = startingWeights(checkpoint, config);
    const { objective, batchesAt } = rewardModelOptions(config, checkpoint.config, pairs, PAD);
    const [first] = await batchesAt(0);
    const carried = Object.entries(objective.carried).map(([name, value]) => [name, np.array(value)]);
    const batch = { ...first?.batch, ...Object.fromEntries(carried) };
    const loss = (params: Parameters, inputs: typeof batch) => {
      const [total, metrics] = batchLoss(objective, params, inputs);
      disposeParameters(params);
      return [total, metrics];
    };
    const differentiate = valueAndGrad(loss, { hasAux: true }) as unknown as Differentiate;
    const [[total, metrics], gradients] = differentiate(toParameters(trained), batch);
    const values = [...(await metrics.data())];
    ways.push({
      settings: settingsOf(config),
      examples: pairs.flatMap((pair) => columns(pair, config)),
      loss: (await total.data())[0],
      metrics: Object.fromEntries(objective.metrics.map((name, i) => [name, values[i]])),
      gradients: Object.fromEntries(
        await Promise.all(Object.entries(gradients).map(async ([name, g]) => [name, [...(await g.data())]])),
      ),
    });
  }
  return {
    ways,
    curve: await curve(checkpoint, pairs),
    defaults: settingsOf(REWARD_MODEL_DEFAULTS),
    schedule: schedule(),
  };
}

type Differentiate = (params: Parameters, batch: object) => [[np.Array, np.Array], Parameters];

async function curve(checkpoint: Awaited<ReturnType<typeof loadCheckpoint>>, pairs: TokenPair[]) {
  const config = { ...REWARD_MODEL_DEFAULTS, ...CURVE };
  const options = rewardModelOptions(config, checkpoint.config, pairs, PAD);
  const trainer = Trainer.start(startingWeights(checkpoint, config).trained, options);
  const steps = [];
  while (!trainer.done) steps.push(await trainer.advance());
  trainer.dispose();
  const seen = pairBatches(pairs, config, (batch) => batch);
  const examples = steps.flatMap((_, step) => seen(step).flatMap(({ batch }) => batch));
  return { settings: settingsOf(config), examples: examples.flatMap((pair) => columns(pair, config)), steps };
}

function schedule() {
  const settings = { steps: 50, learningRate: 1, warmupRatio: 0.13, minLrRate: 0.2 };
  return {
    ...settingsOf(settings),
    rates: Array.from({ length: settings.steps }, (_, step) => learningRateAt(settings, step)),
  };
}

/** Settings under the names that the pack reads. */
function settingsOf(settings: object): Record<string, unknown> {
  return withFileNames(REWARD_MODEL_SETTINGS, settings as Record<string, unknown>);
}

/** A pair in the form of the pack's examples: one example, or one per response if the method learns from steps. */
function columns(pair: TokenPair, { method, afterError }: RewardModelConfig): object[] {
  if (method === "prm" || method === "prm_icrm") {
    return exampleResponses(pair).map((response) => ({
      ...side(response),
      ...tokenLabels(response, afterError),
      steps: response.steps,
    }));
  }
  const named = (name: string, response: Response) =>
    Object.entries(side(response)).map(([column, value]) => [`${name}_${column}`, value]);
  return [
    {
      ...Object.fromEntries([...named("chosen", pair.chosen), ...named("rejected", pair.rejected)]),
      margin: pair.margin,
    },
  ];
}

function side({ ids, responseStart, q }: Response) {
  return { ids, start: responseStart, q };
}

function randomPairs(count: number, vocabulary: number): TokenPair[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, () => {
    const prompt = tokens(random, randomInt(random, 1, 4), vocabulary);
    return {
      chosen: response(random, prompt, vocabulary, [true, true]),
      rejected: response(random, prompt, vocabulary, [true, false, true]),
      margin: random() < 0.5 ? 0 : random(),
    };
  });
}

function response(random: Random, prompt: number[], vocabulary: number, labels: boolean[]): Response {
  const own = tokens(random, randomInt(random, 4, 9), vocabulary);
  return {
    ids: [...prompt, ...own],
    responseStart: prompt.length,
    q: own.map(() => random()),
    steps: labels.map((right, i) => ({ end: i === labels.length - 1 ? own.length - 2 : i, right })),
  };
}

function tokens(random: Random, count: number, vocabulary: number): number[] {
  return Array.from({ length: count }, () => randomInt(random, 1, vocabulary - 1));
}
