import type { Estimate } from "../../engine/statistics/estimate.ts";
import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import { policyMetrics, type ResultMetric, rewardMetrics } from "./metrics.ts";
import { REFERENCE, type Training, VERIFIER, variants } from "./plan.ts";
import { formatted, intervalPlot } from "./plot.ts";
import type { AlignmentResults, Results, SizeResults, Tried } from "./reproduce.ts";
import type { SummaryRow } from "./summary.ts";

/** The files of a results folder, by name: the page and its plots. */
export function resultPages(command: string, results: Results): Map<string, string> {
  const plots = [
    ...results.sizes.flatMap(({ size, summary }) => plotsOf(rewardMetrics, summary, `${size}`, `${size} pairs`)),
    ...plotsOf(policyMetrics, results.alignment.summary, "policies", "tuned policies"),
  ];
  return new Map([["README.md", page(command, results)], ...plots]);
}

function plotsOf<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  rows: readonly SummaryRow<Id>[],
  suffix: string,
  about: string,
): [string, string][] {
  return measuredOf(metrics, rows).map(({ id, name, unit }) => {
    const marks = rows.flatMap(({ contender, mean }) => {
      const estimate = mean[id];
      return estimate ? [{ label: nameOf(contender), estimate }] : [];
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
stories, and 16 samples of each of ${plan.bestOfProblems} test problems. Intervals are Student's, over seeds.

| variant | |
|---|---|
${variants.map(({ name, about }) => `| ${name} | ${about} |`).join("\n")}

Without any reward model: the response more probable under the generator is the better one in ${percent(baselines.logProbability)} of the
test pairs, the longer one in ${percent(baselines.longerWins)}. Of 16 samples a random one is right in ${percent(baselines.randomPick)}, the majority
in ${percent(baselines.majorityVote)}, at least one in ${percent(baselines.passAt16)} of the problems.

${trialTable(trials, ({ variant }) => variant, chosen)}
${sizes.map(sizeSection).join("\n")}
${alignmentSection(alignment, plan.alignment)}`;
}

function sizeSection({ size, summary }: SizeResults): string {
  return `## ${size.toLocaleString("en")} pairs

${figures(rewardMetrics, summary, `${size}`)}`;
}

function alignmentSection(
  { trials, policies, summary }: AlignmentResults,
  { size, seeds, prompts, samples, validationProblems, testProblems }: Results["plan"]["alignment"],
): string {
  const chosen = ({ chooser }: { chooser: string }) => policies.find((each) => each.chooser === chooser)?.learningRate;
  return `## Policies tuned on what the reward models prefer

Direct preference optimisation (section 6 of the method): the best against the worst of ${samples} samples of each of ${prompts} training
problems, chosen by the reward models of ${size.toLocaleString("en")} pairs, seeds ${seeds.join(", ")}; the same samples for all choosers of a seed. "${nameOf(VERIFIER)}" is
the verifier choosing: the best there can be. Learning rates were chosen by right answers to ${validationProblems} validation problems; judged
by the verifier on ${testProblems} test problems, 4 samples each.

${figures(policyMetrics, summary, "policies")}
${trialTable(trials, (trial) => trial.chooser, chosen)}`;
}

function figures<Id extends string>(
  metrics: readonly ResultMetric<Id>[],
  rows: readonly SummaryRow<Id>[],
  suffix: string,
): string {
  const measured = measuredOf(metrics, rows);
  const others = rows.filter(({ contender }) => contender !== REFERENCE);
  return `Mean over seeds, 95 % interval in brackets:

${table(rows, measured, ({ mean }, id) => mean[id], false)}

Paired difference to ${nameOf(REFERENCE)}; bold where the interval leaves out 0:

${table(others, measured, ({ difference }, id) => difference[id], true)}

${measured.map(({ id, name }) => `![${name}](${plotName(id, suffix)})`).join("\n")}
`;
}

function table<Id extends string>(
  rows: readonly SummaryRow<Id>[],
  metrics: readonly ResultMetric<Id>[],
  estimateOf: (row: SummaryRow<Id>, id: Id) => Estimate | null,
  marked: boolean,
): string {
  const cell = (row: SummaryRow<Id>, { id, unit }: ResultMetric<Id>) => {
    const estimate = estimateOf(row, id);
    if (!estimate) return "–";
    const { value, low, high } = estimate;
    const shown = `${formatted(value, unit)} [${formatted(low, unit)}, ${formatted(high, unit)}]`;
    return marked && (low > 0 || high < 0) ? `**${shown}**` : shown;
  };
  return [
    `| | ${metrics.map(({ name }) => name).join(" | ")} |`,
    `|---|${metrics.map(() => "---:|").join("")}`,
    ...rows.map((row) => `| ${nameOf(row.contender)} | ${metrics.map((metric) => cell(row, metric)).join(" | ")} |`),
  ].join("\n");
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
