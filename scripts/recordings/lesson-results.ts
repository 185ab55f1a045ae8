import { readFile } from "node:fs/promises";
import { rewardMetrics } from "../../src/cli/reproduce/metrics.ts";
import type { GridCell } from "../../src/cli/reproduce/plan.ts";
import { VERIFIER } from "../../src/cli/reproduce/plan.ts";
import { cellText } from "../../src/cli/reproduce/questions.ts";
import type { CellResults, Results } from "../../src/cli/reproduce/reproduce.ts";
import { REFERENCE, variantName, variants } from "../../src/cli/reproduce/variants.ts";
import type { Estimate } from "../../src/engine/statistics/estimate.ts";
import type {
  LessonCell,
  LessonResults,
  LessonRow,
  LessonTuned,
} from "../../src/features/learn/recordings/lesson-results.ts";

/** The results of `icrm reproduce`; the environment can name another file. */
const RESULTS = process.env.REPRODUCE_RESULTS ?? "docs/results/results.json";

const METRICS = ["valueTokens", "valueEnds", "firstErrorF1", "accuracy", "bestOf16"] as const;
const VARIANTS = ["bt", "grm", "icrm-paper", "icrm", "uniform", "shuffled", "inverse", "difference", "prm"];
const WITHOUT = ["uniform", "shuffled", "inverse"];

/** The figures of lessons 5 and 6, taken from the results of `icrm reproduce`. */
export async function recordLessonResults(): Promise<LessonResults> {
  const results = JSON.parse(await readFile(RESULTS, "utf8")) as Results & { command: string };
  return {
    command: results.command,
    seeds: results.plan.seeds.length,
    metrics: METRICS.map((id) => ({
      id,
      ...(rewardMetrics.find((metric) => metric.id === id) as { name: string; unit: "share" | "number" }),
    })),
    variants: Object.fromEntries(
      VARIANTS.map((id) => [
        id,
        { name: variantName(id), about: variants.find((variant) => variant.id === id)?.about ?? "" },
      ]),
    ),
    cells: results.cells.map((cell) => lessonCell(cell, results)),
    tuned: results.alignment.groups.map(
      ({ cue, learningRate, summary }): LessonTuned => ({
        id: `${cue}-${learningRate}`,
        cue,
        learningRate,
        rows: summary.map(({ contender, mean }) => ({
          chooser: contender,
          name: contender === VERIFIER ? "verifier" : variantName(contender),
          reward: short(mean.rewardGain),
          gold: short(mean.sampledGain),
          kl: short(mean.kl),
        })),
      }),
    ),
  };
}

function lessonCell({ cell, models, summary }: CellResults, results: Results): LessonCell {
  const rows = summary.filter(({ contender }) => VARIANTS.includes(contender));
  return {
    id: `${cell.tuning}-${cell.cue}-${cell.size}`,
    name: cellText(cell),
    figures: Object.fromEntries(
      METRICS.map((metric) => [
        metric,
        rows.map(
          ({ contender, mean, difference }): LessonRow => ({
            variant: contender,
            bySeed: models
              .filter(({ variant }) => variant === contender)
              .toSorted((a, b) => a.seed - b.seed)
              .map(({ figures }) => digits(figures[metric] as number)),
            mean: short(mean[metric]) as LessonRow["mean"],
            toReference: contender === REFERENCE ? null : short(difference[metric]),
            toIcrm: WITHOUT.includes(contender) ? againstIcrm(results, cell, contender, metric) : null,
          }),
        ),
      ]),
    ),
  };
}

/** A control's figure minus ICRM's, from the answer to the question about generation probabilities. */
function againstIcrm(results: Results, cell: GridCell, variant: string, metric: (typeof METRICS)[number]) {
  const compared = `${variantName("icrm")} instead of ${variantName(variant)}`;
  const name = rewardMetrics.find(({ id }) => id === metric)?.name;
  const found = results.answers
    .find(({ id }) => id === "generation")
    ?.findings.find((finding) => {
      return finding.compared === compared && finding.metric.name === name && finding.where === cellText(cell);
    });
  if (!found) return null;
  const { value, low, high } = found.difference;
  return { value: digits(-value), low: digits(-high), high: digits(-low) };
}

function short(estimate: Estimate | null) {
  return estimate && { value: digits(estimate.value), low: digits(estimate.low), high: digits(estimate.high) };
}

function digits(value: number): number {
  return Number(value.toPrecision(4));
}
