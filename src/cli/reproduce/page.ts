import type { Estimate } from "../../engine/statistics/estimate.ts";
import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import {
  type PolicyMetricId,
  policyMetrics,
  type ResultMetric,
  type RewardMetricId,
  rewardMetrics,
} from "./metrics.ts";
import { REFERENCE, type Training, VERIFIER, variants } from "./plan.ts";
import { formatted, intervalPlot } from "./plot.ts";
import type { AlignmentResults, Results, SizeResults, Tried } from "./reproduce.ts";
import type { BaselineRow, ReadDifference, SummaryRow } from "./summary.ts";

/** The files of a results folder, by name: the page and its plots. */
export function resultPages(command: string, results: Results): Map<string, string> {
  const plots = [
    ...results.sizes.flatMap(({ size, summary, finalReward }) => {
      const baselines = [...results.baselines, ...finalReward];
      return plotsOf(rewardMetrics, summary, baselines, `${size}`, `${size} pairs`);
    }),
    ...plotsOf(policyMetrics, results.alignment.summary, [results.alignment.base], "policies", "tuned policies"),
  ];
  return new Map([["README.md", page(command, results)], ...plots]);
}

function plotsOf<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  rows: readonly SummaryRow<Id>[],
  baselines: readonly BaselineRow<Id>[],
  suffix: string,
  about: string,
): [string, string][] {
  return measuredOf(metrics, rows).map(({ id, name, unit }) => {
    const marks = [...rows.map(named), ...baselines].flatMap(({ name, mean }) => {
      const estimate = mean[id];
      return estimate ? [{ label: name, estimate }] : [];
    });
    return [plotName(id, suffix), intervalPlot(`${name}, ${about}: mean, 95 % interval`, unit, marks)];
  });
}

function page(command: string, { plan, trials, sizes, alignment, baselines }: Results): string {
  const { validation, test, outOfDistribution } = plan.judgedPairs;
  const models = sizes.flatMap((each) => each.models);
  const chosen = ({ variant }: Training) => models.find((model) => model.variant === variant)?.learningRate;
  return `# The paper's claims in the small

Made by \`${command}\`; every number is in [results.json](results.json). What it means stands in
[reading.md](reading.md).

Every variant starts from the same base and sees the same pairs in the same order for ${plan.steps} steps of
${REWARD_MODEL_DEFAULTS.batchSize} pairs, ${plan.seeds.length} seeds (${plan.seeds.join(", ")}); a seed decides the subset of pairs, their order and the head. Learning rates were chosen on ${validation} validation
pairs, ${plan.learningRates.length} trials a variant on ${Math.min(...plan.sizes)} pairs (${plan.learningRates.join(", ")}; seed ${plan.trialSeed}); ρ = 0.1 is the paper's. Measured on
${test} test pairs with values measured by roll-outs, ${outOfDistribution} pairs of longer problems with larger numbers and unseen
stories, and 16 samples of each of ${plan.bestOfProblems} test problems. Intervals are over seeds and problems, resampled together; those of
baselines, which have no seeds, over problems (section 9 of the method).

| variant | |
|---|---|
${variants.map(({ name, about }) => `| ${name} | ${about} |`).join("\n")}

${trialTable(trials, ({ variant }) => variant, chosen)}
${sizes.map((each) => sizeSection(each, baselines)).join("\n")}
${alignmentSection(alignment, plan.alignment)}`;
}

function sizeSection(
  { size, summary, finalReward }: SizeResults,
  baselines: readonly BaselineRow<RewardMetricId>[],
): string {
  return `## ${size.toLocaleString("en")} pairs

${figures<RewardMetricId>(rewardMetrics, summary, [...baselines, ...finalReward], `${size}`)}`;
}

function alignmentSection(
  { trials, policies, summary, base }: AlignmentResults,
  { size, seeds, prompts, samples, validationProblems, testProblems }: Results["plan"]["alignment"],
): string {
  const chosen = ({ chooser }: { chooser: string }) => policies.find((each) => each.chooser === chooser)?.learningRate;
  return `## Policies tuned on what the reward models prefer

Direct preference optimisation (section 6 of the method): the best against the worst of ${samples} samples of each of ${prompts} training
problems, chosen by the reward models of ${size.toLocaleString("en")} pairs, seeds ${seeds.join(", ")}; the same samples for all choosers of a seed. "${nameOf(VERIFIER)}" is
the verifier choosing: the best there can be. Learning rates were chosen by right answers to ${validationProblems} validation problems; judged
by the verifier on ${testProblems} test problems, 4 samples each.

${figures<PolicyMetricId>(policyMetrics, summary, [base], "policies")}
${trialTable(trials, (trial) => trial.chooser, chosen)}`;
}

function figures<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  rows: readonly SummaryRow<Id>[],
  baselines: readonly BaselineRow<Id>[],
  suffix: string,
): string {
  const measured = measuredOf(metrics, rows);
  const others = rows.filter(({ contender }) => contender !== REFERENCE);
  const differences = others.flatMap(({ difference }) => measured.filter(({ id }) => difference[id]));
  return `Mean over seeds, 95 % interval in brackets; under the variants the measured truth, dull baselines,
and what is left of every variant when its final reward stands at every prefix:

${table([...rows.map(named), ...baselines], measured, ({ mean }, { id, unit }) => {
  const estimate = mean[id];
  return estimate && shown(estimate, unit);
})}

Paired difference to ${nameOf(REFERENCE)}, with the 95 % interval of each by itself. The ${differences.length} differences of this table are read together, so p is
adjusted by Holm's correction; bold where it is below 0.05:

${table(
  others.map((row) => ({ ...row, name: nameOf(row.contender) })),
  measured,
  ({ difference }, { id, unit }) => difference[id] && shownDifference(difference[id], unit),
)}

${measured.map(({ id, name }) => `![${name}](${plotName(id, suffix)})`).join("\n")}
`;
}

function table<Id extends string, Row extends { name: string }>(
  rows: readonly Row[],
  metrics: readonly ResultMetric<Id>[],
  cellOf: (row: Row, metric: ResultMetric<Id>) => string | null,
): string {
  return [
    `| | ${metrics.map(({ name }) => name).join(" | ")} |`,
    `|---|${metrics.map(() => "---:|").join("")}`,
    ...rows.map((row) => `| ${row.name} | ${metrics.map((metric) => cellOf(row, metric) ?? "–").join(" | ")} |`),
  ].join("\n");
}

function shown({ value, low, high }: Estimate, unit: ResultMetric["unit"]): string {
  const figure = formatted(value, unit);
  return Number.isNaN(low) ? figure : `${figure} [${formatted(low, unit)}, ${formatted(high, unit)}]`;
}

function shownDifference(difference: ReadDifference, unit: ResultMetric["unit"]): string {
  const { adjusted } = difference;
  const p = Number.isNaN(adjusted) ? "" : adjusted < 0.001 ? ", p < 0.001" : `, p = ${adjusted.toFixed(3)}`;
  const text = `${shown(difference, unit)}${p}`;
  return adjusted < 0.05 ? `**${text}**` : text;
}

function named<Id extends string>({ contender, mean }: SummaryRow<Id>): BaselineRow<Id> {
  return { name: nameOf(contender), mean };
}

/** Learning rates tried, contender by contender; nothing where none were. */
function trialTable<T extends { learningRate: number }>(
  trials: readonly Tried<T>[],
  contenderOf: (trial: T) => string,
  chosenRate: (trial: T) => number | undefined,
): string {
  if (trials.length === 0) return "";
  const rates = [...new Set(trials.map(({ learningRate }) => learningRate))];
  const contenders = [...new Set(trials.map(contenderOf))];
  const row = (contender: string) => {
    const cells = trials
      .filter((trial) => contenderOf(trial) === contender)
      .map((trial) => {
        const shown = percent(trial.validation);
        return chosenRate(trial) === trial.learningRate ? `**${shown}**` : shown;
      });
    return `| ${nameOf(contender)} | ${cells.join(" | ")} |`;
  };
  return `Learning rates tried, with the share right on validation data; the first of the best was taken:

| | ${rates.join(" | ")} |
|---|${rates.map(() => "---:|").join("")}
${contenders.map(row).join("\n")}
`;
}

/** Those that some row has a figure for. */
function measuredOf<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  rows: readonly SummaryRow<Id>[],
): ResultMetric<Id>[] {
  return metrics.filter(({ id }) => rows.some(({ mean }) => mean[id]));
}

function nameOf(contender: string): string {
  return variants.find(({ id }) => id === contender)?.name ?? contender;
}

function plotName(metric: string, suffix: string): string {
  return `${metric}-${suffix}.svg`;
}

function percent(share: number): string {
  return formatted(share, "share");
}
