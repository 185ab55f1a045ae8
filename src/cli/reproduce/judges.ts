import { baselines, finalRewardOnly } from "../../engine/evaluation/baselines.ts";
import { type EvaluationFile, readEvaluationFile } from "../../engine/evaluation/evaluation-file.ts";
import { truthOf } from "../../engine/evaluation/truth.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import { openFile } from "../files.ts";
import type { LoadedPolicy } from "../models.ts";
import { BestOfSixteen } from "./best-of-sixteen.ts";
import { JudgedFile, MODEL } from "./judged-file.ts";
import { byMetric, type Figures, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import { embeddedData, type Plan } from "./plan.ts";
import type { Records } from "./records.ts";

/** What stands beside the reward models without one: dull baselines, and the best there can be. */
export interface Baseline {
  name: string;
  figures: Figures<RewardMetricId>;
}

/** Figures of one reward model. */
export interface ModelFigures {
  figures: Figures<RewardMetricId>;
  /** The same where its outcome reward stands at every prefix: what looking at prefixes adds. */
  finalReward: Figures<RewardMetricId>;
}

/** Where a figure of pairs comes from: the file that is judged, and the metric there. */
const SOURCES: Record<Exclude<RewardMetricId, "bestOf16">, ["test" | "outside", metric: string]> = {
  accuracy: ["test", "pairs/accuracy"],
  outOfDistribution: ["outside", "pairs/accuracy"],
  firstErrorF1: ["test", "process/f1"],
  stepAuroc: ["test", "process/auroc"],
  valueCorrelation: ["test", "values/pooled"],
  mechanism: ["test", "mechanism/token-correlation"],
  beyondBound: ["test", "mechanism/token-broken"],
};

/** Everything a reward model is held against: read and sampled once, for all of them. */
export class Judges {
  readonly #test: JudgedFile;
  readonly #outOfDistribution: JudgedFile;
  readonly #bestOf: BestOfSixteen;

  private constructor(test: JudgedFile, outOfDistribution: JudgedFile, bestOf: BestOfSixteen) {
    this.#test = test;
    this.#outOfDistribution = outOfDistribution;
    this.#bestOf = bestOf;
  }

  static async open({ judgedPairs, bestOfProblems }: Plan, policy: LoadedPolicy, records: Records): Promise<Judges> {
    const read = async (name: string, pairs: number) =>
      firstPairs(await readEvaluationFile(await openFile(embeddedData(name)), embeddedData(name)), pairs);
    const validation = await read("preferences-validation", judgedPairs.validation);
    const test = await read("preferences-test", judgedPairs.test);
    const outside = await read("preferences-out-of-distribution", judgedPairs.outOfDistribution);
    return new Judges(
      await JudgedFile.read(test, validation, policy),
      await JudgedFile.read(outside, null, policy),
      await BestOfSixteen.sample(policy, bestOfProblems, records),
    );
  }

  async figures(model: RewardModel): Promise<ModelFigures> {
    const final = finalRewardOnly({ id: MODEL, name: MODEL, kind: "model" }).id;
    const judged = await this.#judged(model, [MODEL, final]);
    return {
      figures: { ...judged(MODEL), bestOf16: await this.#bestOf.gold(model) },
      finalReward: { ...judged(final), bestOf16: null },
    };
  }

  async baselines(): Promise<Baseline[]> {
    const beside = [truthOf("exact"), ...baselines.map(({ judge }) => judge)];
    const judged = await this.#judged(
      null,
      beside.map(({ id }) => id),
    );
    const choosing = new Map((await this.#bestOf.baselines()).map(({ judge, gold }) => [judge.id, { judge, gold }]));
    const ofPairs = beside.map(({ id, name, kind }): Baseline => {
      // The best there can be is something else where one is chosen.
      const gold = kind === "truth" ? null : (choosing.get(id)?.gold ?? null);
      if (kind !== "truth") choosing.delete(id);
      return { name, figures: { ...judged(id), bestOf16: gold } };
    });
    const nothing = byMetric(rewardMetrics, () => null);
    const ofChoosing = [...choosing.values()].map(
      ({ judge, gold }): Baseline => ({ name: judge.name, figures: { ...nothing, bestOf16: gold } }),
    );
    return [...ofPairs, ...ofChoosing];
  }

  /** By id of the judge: what it reaches in both files, all but best of 16. */
  async #judged(
    model: RewardModel | null,
    judges: readonly string[],
  ): Promise<(judge: string) => Omit<Figures<RewardMetricId>, "bestOf16">> {
    const metricsOf = (wanted: "test" | "outside") =>
      Object.values(SOURCES).flatMap(([file, metric]) => (file === wanted ? [metric] : []));
    const files = {
      test: await this.#test.figures(model, { judges, metrics: metricsOf("test") }),
      outside: await this.#outOfDistribution.figures(model, { judges, metrics: metricsOf("outside") }),
    };
    const figureOf = (judge: string, [file, metric]: (typeof SOURCES)[keyof typeof SOURCES]) =>
      files[file].find((each) => each.judge.id === judge)?.figures[metric] ?? null;
    return (judge) =>
      Object.fromEntries(Object.entries(SOURCES).map(([id, source]) => [id, figureOf(judge, source)])) as Omit<
        Figures<RewardMetricId>,
        "bestOf16"
      >;
  }
}

/** The first comparisons of a file, with their responses. */
function firstPairs(data: EvaluationFile, pairs: number): EvaluationFile {
  const comparisons = data.comparisons.slice(0, pairs);
  const used = comparisons.flatMap(({ chosen, rejected }) => [...chosen, ...rejected]);
  const index = new Map(used.map((old, i) => [old, i]));
  const moved = (indices: readonly number[]) => indices.map((i) => index.get(i) as number);
  return {
    ...data,
    responses: used.map((i) => data.responses[i] as EvaluationFile["responses"][number]),
    comparisons: comparisons.map((each) => ({ ...each, chosen: moved(each.chosen), rejected: moved(each.rejected) })),
  };
}
