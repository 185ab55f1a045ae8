import { log } from "../output.ts";
import type { ProcessPool } from "../processes.ts";
import type { Baseline, ModelFigures } from "./judges.ts";
import {
  type PolicyMetricId,
  policyMetrics,
  type RewardMetricId,
  rewardMetrics,
  type Values,
  valuesOf,
} from "./metrics.ts";
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
import type { PolicyFigures } from "./policy-figures.ts";
import type { Records } from "./records.ts";
import { type BaselineRow, baselineRow, meansOf, type SummaryRow, summarise } from "./summary.ts";
import type { Workshop } from "./workshop.ts";

/** A training with a learning rate that was tried, and the figure on validation data it is chosen by. */
export type Tried<T> = T & { validation: number };

export type Found<T, Id extends string> = T & { figures: Values<Id> };

/** Everything that came out, as `results.json` holds it. */
export interface Results {
  plan: Plan;
  trials: Tried<Training>[];
  sizes: SizeResults[];
  alignment: AlignmentResults;
  /** Intervals over problems: there is no seed in them. */
  baselines: BaselineRow<RewardMetricId>[];
}

/** Reward models trained on so many pairs. */
export interface SizeResults {
  size: number;
  models: Found<Training, RewardMetricId>[];
  summary: SummaryRow<RewardMetricId>[];
  /** Every variant's models with their outcome reward in place of their process rewards. */
  finalReward: BaselineRow<RewardMetricId>[];
}

/** Policies tuned on what those models prefer. */
export interface AlignmentResults {
  trials: Tried<Alignment>[];
  policies: Found<Alignment, PolicyMetricId>[];
  summary: SummaryRow<PolicyMetricId>[];
  /** The policy that tuning starts from, on the same problems. */
  base: BaselineRow<PolicyMetricId>;
}

/** Computes whatever the records do not hold yet, as many parts at a time as there are processes. */
export async function reproduce(plan: Plan, records: Records, pool: ProcessPool<Workshop>): Promise<Results> {
  // First and alone: its samples are read by all other judges.
  const dull: Baseline[] = await records.get("baselines", () => pool.ask("baselines"));
  const baselines = dull.map(({ name, figures }) => baselineRow(rewardMetrics, name, figures));
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
    const found = await Promise.all(wanted.map(rewardModel));
    const contenders = grouped(
      variants.map(({ id }) => id),
      found,
      ({ variant }) => variant,
    );
    const finalReward = variants.map(({ id, name }): BaselineRow<RewardMetricId> => {
      const models = (contenders.get(id) ?? []).map(({ seed, finalReward }) => ({ seed, figures: finalReward }));
      return { name: `${name}, final reward only`, mean: meansOf(rewardMetrics, models) };
    });
    const models = found.map(({ finalReward: _, figures, ...training }) => ({
      ...training,
      figures: valuesOf(figures),
    }));
    return { size, models, summary: summarise(rewardMetrics, contenders), finalReward };
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
    const found = await Promise.all(wanted.map(tunedPolicy));
    const contenders = grouped(choosers, found, ({ chooser }) => chooser);
    const [{ base }] = found as [Alignment & PolicyFigures];
    return {
      trials: tried,
      policies: found.map(({ base: _, figures, ...alignment }) => ({ ...alignment, figures: valuesOf(figures) })),
      summary: summarise(policyMetrics, contenders),
      base: baselineRow(policyMetrics, "the base, not tuned", base),
    };
  }

  async function rewardTrial(training: Training): Promise<Tried<Training>> {
    const name = trainingName(training);
    const validation = await records.get(name, () => logged(name, pool.ask("trial", training), (share) => share));
    return { ...training, validation };
  }

  async function rewardModel(training: Training): Promise<Training & ModelFigures> {
    const name = trainingName(training);
    const found = await records.get(name, () =>
      logged(name, pool.ask("result", training), ({ figures }) => valuesOf(figures)),
    );
    return { ...training, ...found };
  }

  async function alignmentTrial(alignment: Alignment): Promise<Tried<Alignment>> {
    const name = alignmentName(alignment);
    const validation = await records.get(name, () =>
      logged(name, pool.ask("alignmentTrial", alignment), (share) => share),
    );
    return { ...alignment, validation };
  }

  async function tunedPolicy(alignment: Alignment): Promise<Alignment & PolicyFigures> {
    const name = alignmentName(alignment);
    const found = await records.get(name, () =>
      logged(name, pool.ask("alignmentResult", alignment), ({ figures }) => valuesOf(figures)),
    );
    return { ...alignment, ...found };
  }
}

async function logged<T>(name: string, computing: Promise<T>, told: (result: T) => unknown): Promise<T> {
  const result = await computing;
  log(`${name}: ${JSON.stringify(told(result))}`);
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
