import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import { CUE_SHARE } from "./conditions.ts";
import { lawLines } from "./law-results.ts";
import { policyMetrics, rewardMetrics } from "./metrics.ts";
import { alignmentSection } from "./page-alignment.ts";
import { lawSection } from "./page-law.ts";
import { figures, plotsOf } from "./page-tables.ts";
import { triedRatesTable } from "./page-trials.ts";
import { cellsOf, type GridCell, type Plan } from "./plan.ts";
import { linePlot } from "./plot-lines.ts";
import { type Answer, cellText, TUNING_NAMES } from "./questions.ts";
import type { Results } from "./reproduce.ts";
import { variantName, variants } from "./variants.ts";

/** The files of a results folder by name: the page and its plots. */
export function resultPages(command: string, results: Results): Map<string, string> {
  const { cells, law, alignment, baselines } = results;
  return new Map([
    ["README.md", page(command, results)],
    ...cells.flatMap(({ cell, summary, finalReward }) =>
      plotsOf(rewardMetrics, summary, [...baselines, ...finalReward], cellName(cell), cellText(cell)),
    ),
    ...lawLines(law).map((line): [string, string] => linePlot(line)),
    ...alignment.groups.flatMap(({ cue, learningRate, summary }) =>
      plotsOf(policyMetrics, summary, [alignment.base], `policies-${cue}-${learningRate}`, `tuned policies, ${cue}`),
    ),
  ]);
}

function page(command: string, results: Results): string {
  const { plan, trials, cells, law, alignment, baselines } = results;
  return `# The paper's claims in the small

Made by \`${command}\`; every number is in [results.json](results.json).

${setup(plan)}

${results.answers.map(answerSection).join("\n")}
${lawSection(law, plan)}
# Tables

${triedRatesTable(trials, cells)}
${cells
  .map(
    ({ cell, summary, finalReward }) => `## Reward models ${cellText(cell)}

${figures(rewardMetrics, summary, [...baselines, ...finalReward], cellName(cell))}`,
  )
  .join("\n")}
${alignmentSection(alignment, plan)}`;
}

function setup(plan: Plan): string {
  const { validation, in: usual, out, reversed } = plan.judgedPairs;
  const { batchSize } = REWARD_MODEL_DEFAULTS;
  const steps = [...new Set(plan.grids.map(({ tuning }) => tuning))].map(
    (tuning) =>
      `${TUNING_NAMES[tuning]}: ${plan.tunings[tuning].steps} steps, learning rates ${plan.tunings[tuning].learningRates.join(", ")}`,
  );
  return `Every variant starts from the same backbone and sees the same pairs in the same order, ${batchSize} a step, over ${plan.seeds.length} seeds
(${plan.seeds.join(", ")}); a seed decides the subset of pairs, their order and the head. Trained are ${steps.join("; ")}
("upper layers" are the last ${plan.trainableLayers}). Learning rates were chosen by ${validation} validation pairs that look like the pairs learnt from,
the same number of trials a variant, on ${plan.trialSize} pairs (seed ${plan.trialSeed}).

The class of students writes all pairs, so q and the value V* of every prefix are exact. "Spurious cue": the filler \`sure\`
stands in the rejected answer of ${CUE_SHARE * 100} % of the pairs learnt from. Judged are ${usual} pairs in which it comes as chance has it, ${reversed} pairs in
which it stands in the chosen answer instead, ${out} pairs out of distribution (other stories, longer, another majority
mistake), and 16 samples of the policy to each of ${plan.bestOfProblems} problems. No embedded model was trained, chosen or judged on these data.
Intervals are over seeds and problems, resampled together; those of baselines, which have no seeds, over problems (section 9 of the method).

| variant | |
|---|---|
${variants.map(({ name, about }) => `| ${name} | ${about} |`).join("\n")}

${leftOut(plan)}`;
}

/** Says which parts of the full cross product were not computed. */
function leftOut(plan: Plan): string {
  const computed = plan.grids.map(({ tuning, cues, sizes, variants }) => {
    const names = variants.map(variantName).join(", ");
    return `- ${TUNING_NAMES[tuning]}: ${sizes.join(", ")} pairs, ${cues.map((cue) => (cue === "clean" ? "clean" : "with the spurious cue")).join(" and ")}; ${names}`;
  });
  return `Computed, ${cellsOf(plan).length} tables in all:

${computed.join("\n")}

What the head alone was trained for and the upper layers were not is left out for time: a training of the upper layers costs
many of the head alone.`;
}

function answerSection({ question, sentences }: Answer): string {
  return `## ${question}

${sentences.map((sentence) => `- ${sentence}`).join("\n")}
`;
}

/** The name of a cell in file names. */
function cellName({ tuning, cue, size }: GridCell): string {
  return `${tuning}-${cue}-${size}`;
}
