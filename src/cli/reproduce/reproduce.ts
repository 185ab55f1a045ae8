import type { ProcessPool } from "../processes.ts";
import { type AlignmentResults, resultsOfAlignments } from "./alignment-results.ts";
import type { JudgeWithoutModel, ModelFigures } from "./judges.ts";
import { LAW_VARIANTS, lawCells, lawTrainings } from "./law.ts";
import { type LawPoint, lawPoints } from "./law-results.ts";
import { logged } from "./logged.ts";
import { type FigureValues, type RewardMetricId, rewardMetrics, valuesOf } from "./metrics.ts";
import {
  cellsOf,
  cellTrainings,
  type GridCell,
  type Plan,
  type Training,
  type TunedPart,
  trainingName,
  trials,
} from "./plan.ts";
import { type Answer, answers, type TrainedCell } from "./questions.ts";
import { bestRates, type RateOf, type Tried } from "./rates.ts";
import type { Records } from "./records.ts";
import { type BaselineRow, baselineRow, meansOf, type SummaryRow, summarise } from "./summary.ts";
import { variantName } from "./variants.ts";
import type { Workshop } from "./workshop.ts";

/** All results, as `results.json` holds them. */
export interface Results {
  plan: Plan;
  trials: Tried[];
  cells: CellResults[];
  law: LawPoint[];
  alignment: AlignmentResults;
  /** Baselines with intervals over problems; they have no seed. */
  baselines: BaselineRow<RewardMetricId>[];
  answers: Answer[];
}

/** Reward models that are compared with one another. */
export interface CellResults {
  cell: GridCell;
  models: ModelValues[];
  summary: SummaryRow<RewardMetricId>[];
  /** The models of every variant with their outcome reward in place of process rewards. */
  finalReward: BaselineRow<RewardMetricId>[];
}

export interface ModelValues extends Pick<Training, "variant" | "seed" | "learningRate"> {
  figures: FigureValues<RewardMetricId>;
}

type Trained = Training & ModelFigures;

/** Computes whatever the records do not hold, as many parts at a time as there are processes. */
export async function reproduce(plan: Plan, records: Records, pool: ProcessPool<Workshop>): Promise<Results> {
  // First and alone, since all other parts read its samples.
  const dull: JudgeWithoutModel[] = await records.get("baselines", () => pool.ask("baselines"));
  // By tuning, heads first, since the law needs them; neighbouring parts share what they read.
  const heads = await compared("head");
  const law = await Promise.all(
    lawCells(plan).map(async (cell) => {
      const wanted = lawTrainings(plan, cell, (variant) => heads.rateOf("head", "clean", variant));
      return { cell, models: byVariant(LAW_VARIANTS, await Promise.all(wanted.map(rewardModel))) };
    }),
  );
  const tops = await compared("top");
  const tried = [...heads.tried, ...tops.tried];
  const rateOf = bestRates(tried, plan);
  const cells = [...heads.cells, ...tops.cells];
  const { results: alignment, tuned } = await resultsOfAlignments(plan, rateOf, records, pool);
  const trained = cells.map(({ cell, found }): TrainedCell => ({ cell, models: byVariant(cell.variants, found) }));
  return {
    plan,
    trials: tried,
    cells: cells.map(({ cell, found }) => cellResults(cell, found)),
    law: lawPoints(law),
    alignment,
    baselines: dull.map(({ name, figures }) => baselineRow(rewardMetrics, name, figures)),
    answers: answers(trained, tuned),
  };

  /** The cells of a tuning, at the learning rates that its trials choose. */
  async function compared(tuning: TunedPart) {
    const grids = plan.grids.filter((grid) => grid.tuning === tuning);
    const tried = await Promise.all(trials({ ...plan, grids }).map(trial));
    const rateOf = bestRates(tried, plan);
    const cells = await Promise.all(cellsOf({ grids }).map((cell) => trainedCell(cell, rateOf)));
    return { tried, rateOf, cells };
  }

  async function trial(training: Training): Promise<Tried> {
    const name = trainingName(training);
    const { tuning, condition, variant, learningRate } = training;
    const validation = await records.get(name, () => logged(name, pool.ask("trial", training), (found) => found));
    return { tuning, condition: condition.id, variant, learningRate, validation };
  }

  async function trainedCell(cell: GridCell, rateOf: RateOf): Promise<{ cell: GridCell; found: Trained[] }> {
    const wanted = cellTrainings(cell, plan.seeds, (variant) => rateOf(cell.tuning, cell.cue, variant));
    return { cell, found: await Promise.all(wanted.map(rewardModel)) };
  }

  async function rewardModel(training: Training): Promise<Trained> {
    const name = trainingName(training);
    const found = await records.get(name, () =>
      logged(name, pool.ask("result", training), ({ figures }) => valuesOf(figures)),
    );
    return { ...training, ...found };
  }
}

function cellResults(cell: GridCell, found: readonly Trained[]): CellResults {
  const finals = found.map(({ variant, seed, finalReward }) => ({ variant, seed, figures: finalReward }));
  return {
    cell,
    models: found.map(({ variant, seed, learningRate, figures }) => ({
      variant,
      seed,
      learningRate,
      figures: valuesOf(figures),
    })),
    summary: summarise(rewardMetrics, byVariant(cell.variants, found)),
    finalReward: [...byVariant(cell.variants, finals)].map(([variant, models]) => ({
      name: `${variantName(variant)}, final reward only`,
      mean: meansOf(rewardMetrics, models),
    })),
  };
}

function byVariant<T extends { variant: string }>(names: readonly string[], found: readonly T[]): Map<string, T[]> {
  return new Map(names.map((name) => [name, found.filter(({ variant }) => variant === name)]));
}
