import { NOTHING_LEFT_OUT } from "../engine/data/left-out.ts";
import { knownValue } from "../engine/evaluation/known-value.ts";
import type {
  Cell,
  Evaluation,
  EvaluationReport,
  JudgeFigures,
  Metric,
  ReportedJudge,
  ReportedValue,
} from "../engine/evaluation/report.ts";
import type { JudgedTrajectory, TrajectoryComparison } from "../engine/evaluation/trajectory.ts";
import { seededRandom } from "../engine/random.ts";
import type { ModelEntry } from "../worker/records.ts";

/** The reward models that judge in `testEvaluation`. */
export const testModels: ModelEntry[] = [
  { id: "bt", kind: "reward", method: "bt", name: "BT" },
  { id: "icrm", kind: "reward", method: "icrm", name: "ICRM" },
];

const judges: ReportedJudge[] = [
  ...testModels.map(({ id, name }): ReportedJudge => ({ id, name, kind: "model" })),
  { id: "truth", name: "True value", kind: "truth" },
  { id: "longer", name: "Longer wins", kind: "baseline" },
];

const metric = (
  id: string,
  name: string,
  better: Metric["better"] = "higher",
  unit: Metric["unit"] = "share",
): Metric => {
  const group = id.split("/")[0] as Metric["group"];
  const records = group === "pairs" ? "comparison" : "trajectory";
  return { id, name, group, better, unit, range: null, about: `What ${name} measures.`, records };
};

const metrics: Metric[] = [
  metric("pairs/accuracy", "Accuracy"),
  metric("pairs/margin", "Margin", "higher", "number"),
  metric("process/first-error-f1", "First-error F1"),
  metric("values/spearman", "Spearman with V̂", "higher", "number"),
  metric("mechanism/broken", "Edges beyond 1 − q", "lower"),
];

/**
 * An evaluation of two reward models, known values and a baseline on `pairs` pairs, as the engine returns it. BT is
 * right in half of the pairs, ICRM in three quarters. The figures are invented; the records are consistent.
 */
export function testEvaluation(pairs = 12): Evaluation {
  const random = seededRandom(1);
  const trajectories: JudgedTrajectory[] = [];
  const comparisons: TrajectoryComparison[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const problem = `problem ${pair}`;
    for (const correct of [true, false]) {
      const length = 6 + ((pair + (correct ? 0 : 3)) % 5);
      const towards = (wins: boolean) => (wins === correct ? 1 : -1);
      const rewards = (wins: boolean) => ({
        prompt: 0,
        tokens: Float32Array.from({ length }, (_, t) => ((t + 1) / length) * towards(wins) * (0.5 + random())),
      });
      trajectories.push({
        problem,
        where: `pairs.jsonl, line ${pair + 1}, ${correct ? "chosen" : "rejected"}`,
        prompt: `Mia has ${pair} apples.`,
        response: correct ? `1 + ${pair} = ${pair + 1}; answer ${pair + 1}` : `1 + ${pair} = 99; answer 99`,
        promptIds: [1, 5, 6],
        responseIds: Array.from({ length }, (_, t) => 7 + t),
        correct,
        stepEnds: [Math.floor(length / 2), length - 1],
        firstWrongStep: correct ? -1 : 0,
        q: Array.from({ length }, () => random()),
        values: [
          { position: -1, successes: 32, rollouts: 64 },
          { position: Math.floor(length / 2), successes: correct ? 60 : 2, rollouts: 64 },
          { position: length - 1, successes: correct ? 64 : 0, rollouts: 64 },
        ],
        classQ: null,
        mistake: correct ? null : "carry",
        rewards: { bt: rewards(pair % 2 === 0), icrm: rewards(pair % 4 !== 3) },
      });
    }
    comparisons.push({
      problem,
      where: `pairs.jsonl, line ${pair + 1}`,
      chosen: [2 * pair],
      rejected: [2 * pair + 1],
      subset: null,
      id: null,
    });
  }
  return { report: reportOn(trajectories, comparisons), trajectories, comparisons };
}

function reportOn(
  trajectories: readonly JudgedTrajectory[],
  comparisons: readonly TrajectoryComparison[],
): EvaluationReport {
  const outcome = (index: number, model: string) => trajectories[index]?.rewards[model]?.tokens.at(-1) as number;
  const outcomes = (model: string, side: "chosen" | "rejected") =>
    comparisons.map((comparison) => outcome(comparison[side][0] as number, model));
  const margins = (model: string) => comparisons.map((_, i) => outcome(2 * i, model) - outcome(2 * i + 1, model));
  const share = (value: number, worst: readonly number[]): Cell => ({
    estimate: { value, low: value - 0.1, high: Math.min(1, value + 0.1), count: worst.length },
    worst,
  });
  const missing = (why: string): Cell => ({ missing: why });
  const all = trajectories.map((_, i) => i);

  const modelCells = (model: string): Record<string, Cell> => {
    const found = margins(model);
    const worst = found.map((_, i) => i).sort((a, b) => (found[a] as number) - (found[b] as number));
    return {
      "pairs/accuracy": share(found.filter((margin) => margin > 0).length / found.length, worst),
      "pairs/margin": share(found.reduce((sum, margin) => sum + margin, 0) / found.length, worst),
      "process/first-error-f1": share(0.5, all),
      "values/spearman": share(0.25, all),
      "mechanism/broken": share(0.4, all),
    };
  };
  const points = (model: string): ReportedValue[] =>
    trajectories.flatMap(({ values, rewards, firstWrongStep }, trajectory) =>
      values
        .map((known) => ({ ...known, value: knownValue(known) }))
        .map(({ position, value }) => ({
          trajectory,
          position,
          value,
          reward: position < 0 ? 0 : (rewards[model]?.tokens[position] as number),
          right: position < 0 || firstWrongStep === -1,
        })),
    );
  const modelFigures = (model: string): JudgeFigures => ({
    pairs: {
      comparisons: comparisons.map((_, i) => i),
      chosen: outcomes(model, "chosen"),
      rejected: outcomes(model, "rejected"),
      reliability: [
        { predicted: 0.6, observed: 0.5, count: 6 },
        { predicted: 0.8, observed: 0.7, count: 6 },
      ],
      byLength: [
        { from: -3, to: -1, accuracy: { value: 0.5, low: 0.2, high: 0.8, count: 6 } },
        { from: 0, to: 3, accuracy: { value: 0.7, low: 0.4, high: 0.9, count: 6 } },
      ],
    },
    process: { reliability: [{ predicted: 0.4, observed: 0.3, count: 24 }], threshold: 0 },
    values: points(model),
  });
  const none: JudgeFigures = { pairs: null, process: null, values: null };
  const noPairs = missing("It judges prefixes, not responses.");
  return {
    data: {
      name: "test pairs",
      format: "trl-explicit",
      hash: "0123456789abcdef".repeat(4),
      problems: comparisons.length,
      trajectories: trajectories.length,
      comparisons: comparisons.length,
      validation: "validation pairs",
      values: "measured",
    },
    warnings: ["1 of 24 responses has a step that does not parse."],
    leftOut: NOTHING_LEFT_OUT,
    metrics,
    judges,
    cells: {
      bt: modelCells("bt"),
      icrm: modelCells("icrm"),
      truth: {
        "pairs/accuracy": noPairs,
        "pairs/margin": noPairs,
        "process/first-error-f1": share(0.9, all),
        "values/spearman": share(0.8, all),
        "mechanism/broken": share(0.05, all),
      },
      longer: {
        "pairs/accuracy": share(
          0.4,
          comparisons.map((_, i) => i),
        ),
        "pairs/margin": missing("Lengths have no margin."),
        "process/first-error-f1": missing("It has no rewards."),
        "values/spearman": missing("It has no rewards."),
        "mechanism/broken": missing("It has no rewards."),
      },
    },
    figures: { bt: modelFigures("bt"), icrm: modelFigures("icrm"), truth: none, longer: none },
  };
}
