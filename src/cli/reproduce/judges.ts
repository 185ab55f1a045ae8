import { baselines, finalRewardOnly } from "../../engine/evaluation/baselines.ts";
import { truthOf } from "../../engine/evaluation/truth.ts";
import type { LoadedPolicy } from "../models.ts";
import { type BestOf, BestOfSixteen } from "./best-of-sixteen.ts";
import { type Condition, TESTS, type TestSet } from "./conditions.ts";
import { JudgedSet, MODEL, type Places, type Scorer } from "./judged-set.ts";
import { byMetric, type Figures, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import type { Plan } from "./plan.ts";
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

type PairMetricId = Exclude<RewardMetricId, keyof BestOf>;

/** Where a figure of pairs comes from: which of them are judged, the metric there, and where values are read. */
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

/** Everything that reward models of a condition are held against: read once, for all of them. */
export class Judges {
  readonly #sets: ReadonlyMap<TestSet, JudgedSet>;
  /** Null where it is not asked for: the law's conditions have samples of no policy. */
  readonly #bestOf: BestOfSixteen | null;

  private constructor(sets: ReadonlyMap<TestSet, JudgedSet>, bestOf: BestOfSixteen | null) {
    this.#sets = sets;
    this.#bestOf = bestOf;
  }

  static async open(condition: Condition, plan: Plan, policy: LoadedPolicy, records: Records): Promise<Judges> {
    const sets = new Map<TestSet, JudgedSet>();
    const wanted = TESTS.filter((test) => condition.tests[test]);
    for (const test of wanted) sets.set(test, await JudgedSet.read(condition, test, plan, policy.tokenizer));
    const isCompared = wanted.length === TESTS.length;
    return new Judges(sets, isCompared ? await BestOfSixteen.sample(policy, plan, records) : null);
  }

  async figures(model: Scorer): Promise<ModelFigures> {
    const final = finalRewardOnly({ id: MODEL, name: MODEL, kind: "model" }).id;
    const judged = await this.#judged(model, [MODEL, final]);
    const gold = await this.#bestOf?.gold(model);
    return { figures: { ...judged(MODEL), ...(gold ?? NO_BEST_OF) }, finalReward: { ...judged(final), ...NO_BEST_OF } };
  }

  async baselines(): Promise<Baseline[]> {
    const beside = [truthOf("exact"), ...baselines.map(({ judge }) => judge)];
    const judged = await this.#judged(
      null,
      beside.map(({ id }) => id),
    );
    const choosing = new Map(this.#bestOf?.baselines().map(({ judge, gold }) => [judge.id, { judge, gold }]));
    const ofPairs = beside.map(({ id, name, kind }): Baseline => {
      // The best there can be is something else where one is chosen.
      const gold = kind === "truth" ? NO_BEST_OF : (choosing.get(id)?.gold ?? NO_BEST_OF);
      if (kind !== "truth") choosing.delete(id);
      return { name: kind === "truth" ? "exact value V*" : name, figures: { ...judged(id), ...gold } };
    });
    const nothing = byMetric(rewardMetrics, () => null);
    const ofChoosing = [...choosing.values()].map(
      ({ judge, gold }): Baseline => ({ name: judge.name, figures: { ...nothing, ...gold } }),
    );
    return [...ofPairs, ...ofChoosing];
  }

  /** By id of the judge: what it reaches in all pairs that are judged. */
  async #judged(model: Scorer | null, judges: readonly string[]): Promise<(judge: string) => Figures<PairMetricId>> {
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
      ) as Figures<PairMetricId>;
  }
}

const NO_BEST_OF: Record<keyof BestOf, null> = { bestOf4: null, bestOf16: null };
