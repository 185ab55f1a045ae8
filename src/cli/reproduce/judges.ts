import { baselines, finalRewardOnly } from "../../engine/evaluation/baselines.ts";
import { truthOf } from "../../engine/evaluation/truth.ts";
import type { WritingPolicy } from "../models.ts";
import { type BestOf, BestOfSixteen } from "./best-of-sixteen.ts";
import { type Condition, TESTS, type TestSet } from "./conditions.ts";
import { JUDGED_MODEL, JudgedSet, type Places, type PrefixScorer } from "./judged-set.ts";
import { byMetric, type ResampledFigures, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import type { Plan } from "./plan.ts";
import type { Records } from "./records.ts";

/** A judge without reward model: a baseline, or the best possible judge. */
export interface JudgeWithoutModel {
  name: string;
  figures: ResampledFigures<RewardMetricId>;
}

/** Figures of one reward model. */
export interface ModelFigures {
  figures: ResampledFigures<RewardMetricId>;
  /** The figures when the outcome reward stands at every prefix; the difference shows what process rewards add. */
  finalReward: ResampledFigures<RewardMetricId>;
}

type PairMetricId = Exclude<RewardMetricId, keyof BestOf>;

/** For each figure of pairs: the judged pairs, the metric, and the prefixes at which values are read. */
const SOURCES: Record<PairMetricId, { test: TestSet; metric: string; places: Places }> = {
  accuracy: { test: "in", metric: "pairs/accuracy", places: "tokens" },
  accuracyOut: { test: "out", metric: "pairs/accuracy", places: "tokens" },
  accuracyReversed: { test: "reversed", metric: "pairs/accuracy", places: "tokens" },
  firstErrorF1: { test: "in", metric: "process/f1", places: "tokens" },
  firstErrorF1Out: { test: "out", metric: "process/f1", places: "tokens" },
  stepAuroc: { test: "in", metric: "process/auroc", places: "tokens" },
  largestDrop: { test: "in", metric: "process/drop-hit", places: "tokens" },
  valueTokens: { test: "in", metric: "values/pooled", places: "tokens" },
  valueEnds: { test: "in", metric: "values/pooled", places: "ends" },
  beyondBound: { test: "in", metric: "mechanism/token-broken", places: "tokens" },
  beyondBoundEnds: { test: "in", metric: "mechanism/step-broken", places: "ends" },
};

const sources = Object.entries(SOURCES) as [PairMetricId, (typeof SOURCES)[PairMetricId]][];

/** The data that reward models of a condition are judged on: read once for all of them. */
export class Judges {
  readonly #sets: ReadonlyMap<TestSet, JudgedSet>;
  /** null if it is not asked for: the law's conditions have no samples of a policy. */
  readonly #bestOf: BestOfSixteen | null;

  private constructor(sets: ReadonlyMap<TestSet, JudgedSet>, bestOf: BestOfSixteen | null) {
    this.#sets = sets;
    this.#bestOf = bestOf;
  }

  static async open(condition: Condition, plan: Plan, policy: WritingPolicy, records: Records): Promise<Judges> {
    const sets = new Map<TestSet, JudgedSet>();
    const wanted = TESTS.filter((test) => condition.tests[test]);
    for (const test of wanted) sets.set(test, await JudgedSet.read(condition, test, plan, policy.tokenizer));
    const isCompared = wanted.length === TESTS.length;
    return new Judges(sets, isCompared ? await BestOfSixteen.sample(policy, plan, records) : null);
  }

  async figures(model: PrefixScorer): Promise<ModelFigures> {
    const final = finalRewardOnly({ id: JUDGED_MODEL, name: JUDGED_MODEL, kind: "model" }).id;
    const judged = await this.#judged(model, [JUDGED_MODEL, final]);
    const gold = await this.#bestOf?.gold(model);
    return {
      figures: { ...judged(JUDGED_MODEL), ...(gold ?? NO_BEST_OF) },
      finalReward: { ...judged(final), ...NO_BEST_OF },
    };
  }

  async baselines(): Promise<JudgeWithoutModel[]> {
    const beside = [truthOf("exact"), ...baselines.map(({ judge }) => judge)];
    const judged = await this.#judged(
      null,
      beside.map(({ id }) => id),
    );
    const choosing = new Map(this.#bestOf?.baselines().map(({ judge, gold }) => [judge.id, { judge, gold }]));
    const ofPairs = beside.map(({ id, name, kind }): JudgeWithoutModel => {
      // Among samples, the best possible choice is not the known values'.
      const gold = kind === "truth" ? NO_BEST_OF : (choosing.get(id)?.gold ?? NO_BEST_OF);
      if (kind !== "truth") choosing.delete(id);
      return { name: kind === "truth" ? "exact value V*" : name, figures: { ...judged(id), ...gold } };
    });
    const nothing = byMetric(rewardMetrics, () => null);
    const ofChoosing = [...choosing.values()].map(
      ({ judge, gold }): JudgeWithoutModel => ({ name: judge.name, figures: { ...nothing, ...gold } }),
    );
    return [...ofPairs, ...ofChoosing];
  }

  /** By judge id, the judge's figures on all judged pairs. */
  async #judged(
    model: PrefixScorer | null,
    judges: readonly string[],
  ): Promise<(judge: string) => ResampledFigures<PairMetricId>> {
    const wanted = (test: TestSet, places: Places) =>
      sources.flatMap(([, source]) => (source.test === test && source.places === places ? [source.metric] : []));
    const found = new Map<TestSet, Awaited<ReturnType<JudgedSet["figures"]>>>();
    for (const [test, set] of this.#sets) {
      const metrics = { tokens: wanted(test, "tokens"), ends: wanted(test, "ends") };
      found.set(test, await set.figures(model, judges, metrics));
    }
    return (judge) =>
      Object.fromEntries(
        sources.map(([id, { test, metric, places }]) => [id, found.get(test)?.(judge, places, metric) ?? null]),
      ) as ResampledFigures<PairMetricId>;
  }
}

const NO_BEST_OF: Record<keyof BestOf, null> = { bestOf4: null, bestOf16: null };
