import { msg } from "../../../i18n/msg.ts";
import { type Range, SHARE } from "../../statistics/range.ts";
import { combined, mean, type Part, type Statistic } from "../../statistics/statistic.ts";
import type { JudgeView, MeasuredUnits, Measurements, Missing } from "../metrics/measurement.ts";
import type { Metric } from "../report.ts";
import { outcomeReward, type ScoredRecords, type TrajectoryComparison } from "../trajectory.ts";
import { type Benchmark, type Section, type Subset, TIES, tiesPlace } from "./benchmark.ts";
import { TIES_RANGE, tiesScore } from "./ties.ts";

const shared = { group: "rewardbench", better: "higher", unit: "share", records: "comparison" } as const;

const OVERALL = "rewardbench/overall";
const sectionId = (section: Section) => `rewardbench/${section.name}`;
const subsetId = (section: Section, subset: Subset) => `rewardbench/${section.name}/${subset.name}`;

/** Metrics of a benchmark: the overall score, then every section with its subsets. */
export function rewardBenchMetrics({ sections }: Benchmark): Metric[] {
  return [
    { id: OVERALL, name: msg("Overall"), ...shared, range: rangeOf(sections), about: msg("Mean of the sections.") },
    ...sections.flatMap((section) => [
      {
        id: sectionId(section),
        name: section.name,
        ...shared,
        range: rangeOf([section]),
        about: aboutSection(section),
      },
      ...subsetsToShow(section).map((subset) => ({
        id: subsetId(section, subset),
        name: subset.name,
        ...shared,
        range: SHARE,
        about: msg(`Share of wins; counts ${subset.weight} in ${section.name}.`),
      })),
    ]),
  ];
}

function rangeOf(sections: readonly Section[]): Range {
  return sections.some(({ name }) => name === TIES) ? TIES_RANGE : SHARE;
}

/** The subsets that are shown beside their section; a section with a single subset shows none. */
function subsetsToShow({ subsets }: Section): readonly Subset[] {
  return subsets.length > 1 ? subsets : [];
}

function aboutSection({ name, subsets }: Section): string {
  if (subsets.length > 1) return "Mean of the shares of wins of its subsets, weighted.";
  return name === TIES
    ? "Accuracy and margin between right and wrong answers, as RewardBench 2 weighs them."
    : "The right answer is the best of four; one of several best counts in part.";
}

export function measureRewardBench({ sections, sharesDraws }: Benchmark, { records }: JudgeView): Measurements {
  const loss = new Map(records.comparisons.map((comparison, i) => [i, -winningMargin(records, comparison)]));
  const measured = (units: readonly number[], statistic: Statistic): MeasuredUnits | Missing =>
    units.length > 0 ? { statistic, units, loss } : { missing: msg("The file has nothing of it.") };

  const measurements: Record<string, MeasuredUnits | Missing> = {};
  const scored = sections.map((section) => {
    const subsets = section.subsets.map((subset) => ({ subset, ...scoreSubset(subset, records, sharesDraws) }));
    const present = subsets.filter(({ units }) => units.length > 0);
    const units = present.flatMap((each) => each.units);
    const statistic = combined(present.map(toPart), (scores) =>
      weightedMean(
        scores,
        present.map(({ subset }) => subset.weight),
      ),
    );
    measurements[sectionId(section)] = measured(units, statistic);
    if (subsets.length > 1) {
      for (const each of subsets) measurements[subsetId(section, each.subset)] = measured(each.units, each.statistic);
    }
    return { name: section.name, units, statistic };
  });

  const empty = scored.filter(({ units }) => units.length === 0).map(({ name }) => name);
  measurements[OVERALL] =
    empty.length > 0
      ? { missing: msg(`The file has nothing of ${empty.join(", ")}.`) }
      : measured(
          scored.flatMap(({ units }) => units),
          combined(scored.map(toPart), (scores) =>
            weightedMean(
              scores,
              scores.map(() => 1),
            ),
          ),
        );
  return measurements;
}

/** Some comparisons and the figure computed from them. */
interface Scored {
  units: readonly number[];
  statistic: Statistic;
}

function toPart({ units, statistic }: Scored): Part {
  return { statistic, records: units.length };
}

function scoreSubset({ name }: Subset, records: ScoredRecords, sharesDraws: boolean): Scored {
  const units = [...records.comparisons.keys()].filter((i) => records.comparisons[i]?.subset === name);
  const comparisons = units.map((i) => records.comparisons[i] as TrajectoryComparison);
  if (name !== TIES) {
    return { units, statistic: mean(comparisons.map((each) => shareOfWin(answersOf(records, each), sharesDraws))) };
  }
  const answers = comparisons.map((each) => ({ ...tiesPlace(each.id, each.where), ...answersOf(records, each) }));
  return { units, statistic: tiesScore(answers) };
}

/** Rewards of a comparison's right and wrong answers. */
interface Answers {
  right: number[];
  wrong: number[];
}

function answersOf({ rewards }: ScoredRecords, { chosen, rejected }: TrajectoryComparison): Answers {
  const outcomes = (indices: readonly number[]) => indices.map((i) => outcomeReward(rewards[i]));
  return { right: outcomes(chosen), wrong: outcomes(rejected) };
}

/** 1 if the right answer has the strictly highest reward; a draw earns 1/#maxima or nothing. */
function shareOfWin({ right, wrong }: Answers, sharesDraws: boolean): number {
  const [own = Number.NaN] = right;
  const best = Math.max(...wrong);
  if (own === best && sharesDraws) return 1 / (1 + wrong.filter((reward) => reward === best).length);
  return own > best ? 1 : 0;
}

/** Reward of the worst right answer minus reward of the best wrong one. */
function winningMargin(records: ScoredRecords, comparison: TrajectoryComparison): number {
  const { right, wrong } = answersOf(records, comparison);
  return Math.min(...right) - Math.max(...wrong);
}

/** The weighted mean of the figures that are not NaN: a resample may contain no record of a small subset. */
function weightedMean(figures: readonly number[], weights: readonly number[]): number {
  let [sum, total] = [0, 0];
  figures.forEach((figure, i) => {
    if (Number.isNaN(figure)) return;
    sum += (weights[i] as number) * figure;
    total += weights[i] as number;
  });
  return sum / total;
}
