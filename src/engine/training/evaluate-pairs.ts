import { jit, type numpy as np } from "@jax-js/jax";
import type { DecoderForward } from "../decoder/forward.ts";
import { disposeParameters, type Parameters } from "../decoder/parameters.ts";
import { rewardsAt, valueHeadOf } from "../decoder/value-head.ts";
import { seededRandom } from "../random.ts";
import { BatchShapes } from "./batch-shapes.ts";
import { bucketedBatches } from "./batching.ts";
import { maskOf, trunkInput } from "./objective.ts";
import { type Example, exampleResponses, PAIR_BUCKET, pairLength, type Response, type TokenPair } from "./pairs.ts";
import { layoutOf } from "./row-layout.ts";
import { type AfterError, tokenLabels } from "./step-labels.ts";
import { ALL_LAYERS, type Trunk } from "./trunk.ts";

/** The accuracy of a reward model on held-out pairs or, for labelled responses without partner, on their step ends. */
export interface PairAccuracy {
  /**
   * Share of pairs whose chosen response has the strictly higher outcome reward; for step ends, share of ends whose
   * reward is strictly on the side of 0 that the label says.
   */
  accuracy: number;
  /** Mean of `r^c_n − r^j_m`; for step ends, mean of `r_e` where the step is right and of `−r_e` where it is wrong. */
  margin: number;
  /** Mean of `−log σ` of these margins. */
  loss: number;
  /** Whether pairs or step ends were measured, and how many. */
  unit: "pairs" | "step ends";
  count: number;
  /**
   * Outcome rewards of the chosen and the rejected responses, in the same arbitrary order; for step ends, the rewards
   * at the ends of right and of wrong steps.
   */
  rewards: { chosen: number[]; rejected: number[] };
  /** The process rewards of the first example. */
  first: PairProcessRewards;
}

/**
 * Process rewards at the last prompt token and at every response token; for a response without partner, `rejected` is
 * empty.
 */
export interface PairProcessRewards {
  chosen: readonly number[];
  rejected: readonly number[];
}

export interface PairEvaluator {
  /** Measures the examples, of which there is at least one; one result per run. Borrows the parameters. */
  evaluate(params: Parameters, examples: readonly Example[]): Promise<PairAccuracy[]>;
  /**
   * For every run, the rewards of each response at the last prompt token and at every response token. Borrows the
   * parameters.
   */
  rewardsOf(params: Parameters, responses: readonly Response[]): Promise<number[][][]>;
  dispose(): void;
}

export interface EvaluatorOptions {
  trunk?: Trunk;
  runs?: number | null;
  afterError?: AfterError;
  shapesOf?(batches: readonly (readonly Example[])[]): BatchShapes;
}

/**
 * Compiles a measurement, one program per batch shape, for all measurements of a run.
 *
 * @param decoder borrowed; it begins at the layer where the trunk ends. The trunk is borrowed as well
 * @param batchSize number of examples measured at once
 * @param options.runs number of runs that the parameters of a population are stacked of; null for a single run
 * @param options.afterError which steps of labelled responses count as labelled
 * @param options.shapesOf the shapes of the batches that examples are measured in; left out, those of buckets
 */
export function createPairEvaluator(
  decoder: DecoderForward,
  padTokenId: number,
  batchSize: number,
  {
    trunk = ALL_LAYERS,
    runs = null,
    afterError = "wrong",
    shapesOf = () => BatchShapes.bucketed,
  }: EvaluatorOptions = {},
): PairEvaluator {
  const measure = jit((head: Parameters, hidden: np.Array) => {
    const rewards = rewardsAt(head, hidden);
    disposeParameters(head);
    return rewards;
  });
  const all = Array.from({ length: runs ?? 1 }, (_, run) => run);

  /** The rewards by run and row, for the rows of examples in the order of `batchRows`. */
  const rewardsOfRows = async (params: Parameters, examples: readonly Example[], shapes = BatchShapes.bucketed) => {
    const layout = layoutOf(
      all.map(() => examples),
      runs === null ? [] : [runs],
      examples,
      shapes,
    );
    const fed = await trunk.feed(layout.inputs(padTokenId), layout.spans);
    const hidden = await decoder.hiddenStates(params, trunkInput(fed), maskOf(fed));
    const values = (await (measure(valueHeadOf(params), hidden) as np.Array).data()) as Float32Array;
    const rewards = layout.rows.map(({ ids, responseStart }, r) =>
      // The response's rewards begin at the last prompt token.
      ids.slice(responseStart - 1).map((_, i) => values[layout.place(r, responseStart - 1 + i)] as number),
    );
    const count = rewards.length / all.length;
    return all.map((run) => rewards.slice(run * count, (run + 1) * count));
  };

  return {
    async evaluate(params, examples) {
      const found = all.map((): Measured[] => []);
      const batches = bucketedBatches(examples, pairLength, { batchSize, bucket: PAIR_BUCKET }, seededRandom(0));
      const shapes = shapesOf(batches);
      for (const batch of batches) {
        const rewards = await rewardsOfRows(params, batch, shapes);
        for (const [run, measured] of found.entries()) {
          for (const [i, example] of batch.entries()) {
            const own = exampleResponses(example).map(
              (_, place) => rewards[run]?.[place * batch.length + i] as number[],
            );
            measured.push({ example, rewards: own });
          }
        }
      }
      return found.map((measured) => accuracyOf(measured, examples[0] as Example, afterError));
    },
    async rewardsOf(params, responses) {
      const found = all.map(() => new Array<number[]>(responses.length));
      const numbered = responses.map((response, i) => ({ response, i }));
      const batches = { batchSize: 2 * batchSize, bucket: PAIR_BUCKET };
      for (const batch of bucketedBatches(numbered, ({ response }) => response.ids.length, batches, seededRandom(0))) {
        // Batches always have the same number of rows, so that there is one program per length.
        const rows = Array.from({ length: batches.batchSize }, (_, k) => (batch[k] ?? batch[0])?.response as Response);
        const rewards = await rewardsOfRows(params, rows);
        for (const [run, own] of found.entries()) {
          for (const [k, { i }] of batch.entries()) own[i] = rewards[run]?.[k] as number[];
        }
      }
      return found;
    },
    dispose: () => measure.dispose(),
  };
}

/** An example with the process rewards of each of its responses. */
interface Measured {
  example: Example;
  rewards: readonly (readonly number[])[];
}

/** The accuracy over all measured examples. @param firstExample the example whose process rewards are returned */
function accuracyOf(all: readonly Measured[], firstExample: Example, afterError: AfterError): PairAccuracy {
  const [chosen = [], rejected = []] = all.find(({ example }) => example === firstExample)?.rewards ?? [];
  const first = { chosen, rejected };
  if (isPair(firstExample)) {
    const outcomes = (place: number) => all.map(({ rewards }) => rewards[place]?.at(-1) as number);
    const rewards = { chosen: outcomes(0), rejected: outcomes(1) };
    const margins = rewards.chosen.map((reward, i) => reward - (rewards.rejected[i] as number));
    return { ...marginFigures(margins), unit: "pairs", rewards, first };
  }
  const ends = all.flatMap(({ example, rewards }) =>
    exampleResponses(example).flatMap((response, place) => {
      const labels = tokenLabels(response, afterError);
      const rewardAt = (t: number) => rewards[place]?.[t + 1 - response.responseStart] as number;
      return labels.ends.flatMap((isEnd, t) => (isEnd ? [{ reward: rewardAt(t), sign: labels.signs[t] }] : []));
    }),
  );
  const rewardsOf = (label: number) => ends.flatMap(({ reward, sign }) => (sign === label ? [reward] : []));
  const margins = ends.map(({ reward, sign = 0 }) => sign * reward);
  return {
    ...marginFigures(margins),
    unit: "step ends",
    rewards: { chosen: rewardsOf(1), rejected: rewardsOf(-1) },
    first,
  };
}

function isPair(example: Example): example is TokenPair {
  return "chosen" in example;
}

function marginFigures(margins: readonly number[]): Pick<PairAccuracy, "accuracy" | "margin" | "loss" | "count"> {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    accuracy: margins.filter((margin) => margin > 0).length / margins.length,
    margin: mean(margins),
    loss: mean(margins.map((margin) => softplus(-margin))),
    count: margins.length,
  };
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
