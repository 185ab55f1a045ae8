import { log } from "../output.ts";
import type { ProcessPool } from "../processes.ts";
import type { Baselines } from "./judges.ts";
import { type Figures, type PolicyMetricId, policyMetrics, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import {
  type Alignment,
  alignmentName,
  choosers,
  type Plan,
  REFERENCE,
  type Training,
  trainingName,
  trials,
  VERIFIER,
  variants,
} from "./plan.ts";
import type { Records } from "./records.ts";
import { type SummaryRow, summarise } from "./summary.ts";
import type { Workshop } from "./workshop.ts";

/** A training with a learning rate that was tried, and the figure on validation data it is chosen by. */
export type Tried<T> = T & { validation: number };

export type Found<T, Id extends string> = T & { figures: Figures<Id> };

/** Everything that came out, as `results.json` holds it. */
export interface Results {
  plan: Plan;
  trials: Tried<Training>[];
  sizes: SizeResults[];
  alignment: AlignmentResults;
  baselines: Baselines;
}

/** Reward models trained on so many pairs. */
export interface SizeResults {
  size: number;
  models: Found<Training, RewardMetricId>[];
  summary: SummaryRow<RewardMetricId>[];
}

/** Policies tuned on what those models prefer. */
export interface AlignmentResults {
  trials: Tried<Alignment>[];
  policies: Found<Alignment, PolicyMetricId>[];
  summary: SummaryRow<PolicyMetricId>[];
}

/** Computes whatever the records do not hold yet, as many parts at a time as there are processes. */
export async function reproduce(plan: Plan, records: Records, pool: ProcessPool<Workshop>): Promise<Results> {
  // First and alone: its samples are read by all other judges.
  const baselines = await records.get("baselines", () => pool.ask("baselines"));
  const tried = await Promise.all(trials(plan).map(rewardTrial));
  const sizes = await Promise.all(plan.sizes.map((size) => sizeResults(size, tried)));
  return { plan, trials: tried, sizes, alignment: await alignmentResults(sizes), baselines };

  async function sizeResults(size: number, tried: readonly Tried<Training>[]): Promise<SizeResults> {
    const wanted = plan.seeds.flatMap((seed) =>
      variants.map(({ id }): Training => {
        const own = tried.filter(({ variant }) => variant === id);
        return { variant: id, size, seed, learningRate: bestRate(own, plan.learningRates) };
      }),
    );
    const models = await Promise.all(wanted.map(rewardModel));
    const contenders = grouped(
      variants.map(({ id }) => id),
      models,
      ({ variant }) => variant,
    );
    return { size, models, summary: summarise(rewardMetrics, contenders) };
  }

  async function alignmentResults(sizes: readonly SizeResults[]): Promise<AlignmentResults> {
    const { size, seeds, learningRates } = plan.alignment;
    const models = sizes.find((each) => each.size === size)?.models ?? [];
    // The verifier chooses for itself; GRM's model is only asked what it thinks of the outcome.
    const rewardOf = (chooser: string, seed: number) =>
      models.find((model) => model.variant === (chooser === VERIFIER ? REFERENCE : chooser) && model.seed === seed);
    const alignment = (chooser: string, seed: number, rewardSeed: number, learningRate: number): Alignment => {
      const { variant, size, seed: own, learningRate: rate } = rewardOf(chooser, rewardSeed) as Training;
      return { chooser, reward: { variant, size, seed: own, learningRate: rate }, seed, learningRate };
    };
    const first = seeds[0] as number;
    const tries = learningRates.length === 1 ? [] : learningRates;
    for (const seed of tries.length > 0 ? [plan.trialSeed, ...seeds] : seeds) await pool.ask("alignmentSamples", seed);
    const tried = await Promise.all(
      choosers.flatMap((chooser) =>
        tries.map((rate) => alignmentTrial(alignment(chooser, plan.trialSeed, first, rate))),
      ),
    );
    const wanted = seeds.flatMap((seed) =>
      choosers.map((chooser) => {
        const own = tried.filter((each) => each.chooser === chooser);
        return alignment(chooser, seed, seed, bestRate(own, learningRates));
      }),
    );
    const policies = await Promise.all(wanted.map(tunedPolicy));
    const contenders = grouped(choosers, policies, ({ chooser }) => chooser);
    return { trials: tried, policies, summary: summarise(policyMetrics, contenders) };
  }

  async function rewardTrial(training: Training): Promise<Tried<Training>> {
    const name = trainingName(training);
    const validation = await records.get(name, () => logged(name, pool.ask("trial", training)));
    return { ...training, validation };
  }

  async function rewardModel(training: Training): Promise<Found<Training, RewardMetricId>> {
    const name = trainingName(training);
    const figures = await records.get(name, () => logged(name, pool.ask("result", training)));
    return { ...training, figures };
  }

  async function alignmentTrial(alignment: Alignment): Promise<Tried<Alignment>> {
    const name = alignmentName(alignment);
    const validation = await records.get(name, () => logged(name, pool.ask("alignmentTrial", alignment)));
    return { ...alignment, validation };
  }

  async function tunedPolicy(alignment: Alignment): Promise<Found<Alignment, PolicyMetricId>> {
    const name = alignmentName(alignment);
    const figures = await records.get(name, () => logged(name, pool.ask("alignmentResult", alignment)));
    return { ...alignment, figures };
  }
}

async function logged<T>(name: string, computing: Promise<T>): Promise<T> {
  const result = await computing;
  log(`${name}: ${JSON.stringify(result)}`);
  return result;
}

/** The learning rate with the best figure on validation data, the first of equals; the only one where none was tried. */
function bestRate(tried: readonly Tried<{ learningRate: number }>[], rates: readonly number[]): number {
  const [best] = tried.toSorted((a, b) => b.validation - a.validation);
  return best?.learningRate ?? (rates[0] as number);
}

function grouped<T>(names: readonly string[], items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  return new Map(names.map((name) => [name, items.filter((item) => nameOf(item) === name)]));
}
