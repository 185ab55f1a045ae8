import { worldSettingsOf } from "../../engine/data/world-pairs/settings.ts";
import { withTokenProbabilities } from "../../engine/evaluation/attach.ts";
import type { EvaluationInput } from "../../engine/evaluation/evaluation-input.ts";
import { exactValues } from "../../engine/evaluation/exact-values.ts";
import { labelRecords } from "../../engine/evaluation/label-records.ts";
import { resampledFigures } from "../../engine/evaluation/resampled-figures.ts";
import { scoreResponses } from "../../engine/evaluation/scoring.ts";
import type { LabelledRecords, LabelledTrajectory } from "../../engine/evaluation/trajectory.ts";
import type { ValueEstimate } from "../../engine/evaluation/values.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import type { BootstrapSettings, Resampled } from "../../engine/statistics/bootstrap.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { type ClassSettings, POLICY_CONTEXT, type Problem, wordProblems } from "../../engine/world/index.ts";
import { type Condition, settingsOf, type TestSet } from "./conditions.ts";
import type { Plan } from "./plan.ts";
import { classFile } from "./world-pairs.ts";

type JudgedInput = Pick<EvaluationInput, "format" | "records" | "validation">;

/** Rates every prefix: an opened reward model, or a model at the end of its run. */
export type PrefixScorer = Pick<RewardModel, "processRewardsOf">;

/**
 * The prefixes at which rewards are compared with values: at the prompt's end and every token, or at the ends of steps.
 */
export type Places = "tokens" | "ends";

/** Labelled pairs of the class with exact q and V: read once, and judged by every model. */
export class JudgedSet {
  readonly #input: JudgedInput;
  readonly #bootstrap: BootstrapSettings;

  private constructor(input: JudgedInput, bootstrap: BootstrapSettings) {
    this.#input = input;
    this.#bootstrap = bootstrap;
  }

  /** Reads the pairs. Thresholds come from validation pairs, which are similar to the training pairs. */
  static async read(condition: Condition, test: TestSet, plan: Plan, tokenizer: Tokenizer): Promise<JudgedSet> {
    const { judgedPairs, resamples } = plan;
    const records = async (purpose: TestSet | "validation") => {
      const settings = settingsOf(condition, purpose, judgedPairs[purpose]);
      const name = `${condition.id}, ${purpose}`;
      const file = await classFile(settings, name);
      const labelled = labelRecords(file, { tokenizer, contextLength: POLICY_CONTEXT }, wordProblems);
      return { name, format: file.format, records: withTruth(labelled, tokenizer, worldSettingsOf(settings)) };
    };
    const { format, records: judged } = await records(test);
    const input = { format, records: judged, validation: await records("validation") };
    return new JudgedSet(input, { resamples, seed: 0 });
  }

  /**
   * The figures of a reward model, if one is given, or else of other judges.
   * @param judges judge ids
   * @param metrics metric ids, by the prefixes at which rewards are compared with values
   */
  async figures(model: PrefixScorer | null, judges: readonly string[], metrics: Wanted): Promise<JudgedFigures> {
    const { records, validation } = this.#input;
    const models = model ? [await scored(model, records, validation?.records ?? null)] : [];
    const at = (places: Places) => {
      const input = { ...this.#input, records: places === "ends" ? valuesAtEnds(records) : records, models };
      return resampledFigures(input, { judges, metrics: metrics[places] }, this.#bootstrap);
    };
    const found = { tokens: at("tokens"), ends: at("ends") };
    return (judge, places, metric) => found[places].find((each) => each.judge.id === judge)?.figures[metric] ?? null;
  }
}

type Wanted = Record<Places, readonly string[]>;

/** A judge's figure; null if it has none. */
export type JudgedFigures = (judge: string, places: Places, metric: string) => Resampled | null;

/** The id of the reward model among the judges. */
export const JUDGED_MODEL = "model";

async function scored(model: PrefixScorer, records: LabelledRecords, validation: LabelledRecords | null) {
  const score = ({ trajectories }: LabelledRecords) => scoreResponses(model, trajectories, new Map());
  const rewards = await score(records);
  return { id: JUDGED_MODEL, name: JUDGED_MODEL, rewards, validation: validation && (await score(validation)) };
}

/** The records with the class's q and V at every token that a student writes. */
function withTruth(records: LabelledRecords, tokenizer: Tokenizer, settings: ClassSettings): LabelledRecords {
  const truths = records.trajectories.map(({ prompt, responseIds }) =>
    exactValues(wordProblems, tokenizer, wordProblems.solve(prompt) as Problem, responseIds, settings),
  );
  const trajectories = records.trajectories.map((trajectory, i): LabelledTrajectory => {
    const { prompt, tokens } = truths[i] as (typeof truths)[number];
    const values = [prompt, ...tokens].flatMap((value, t) => (value === null ? [] : [exactly(value, t - 1)]));
    return { ...trajectory, values };
  });
  return {
    ...records,
    trajectories: withTokenProbabilities(
      trajectories,
      truths.map(({ q }) => q),
    ),
  };
}

/**
 * An exact value in the form of an estimate, as one roll-out that succeeded to this share. Rounded to thirteen digits:
 * sums over students carry rounding errors that would tell equal values apart in a rank correlation.
 */
function exactly(value: number, position: number): ValueEstimate {
  return { position, successes: Number(value.toFixed(13)), rollouts: 1 };
}

function valuesAtEnds(records: LabelledRecords): LabelledRecords {
  const trajectories = records.trajectories.map((trajectory) => {
    const ends = new Set(trajectory.stepEnds);
    return { ...trajectory, values: trajectory.values.filter(({ position }) => ends.has(position)) };
  });
  return { ...records, trajectories };
}
