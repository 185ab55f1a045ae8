import { judgeName } from "../reward/judge.ts";
import { type Baseline, baselines, FINAL_REWARD_GROUPS, finalRewardOnly, flattened } from "./baselines.ts";
import type { EvaluationInput } from "./evaluation-input.ts";
import { valueKindOf } from "./known-value.ts";
import type { JudgeView, Missing } from "./metrics/measurement.ts";
import type { MetricGroup, ReportedJudge } from "./report.ts";
import type { LabelledRecords, ScoredRecords } from "./trajectory.ts";
import { truthOf, valueRewards } from "./truth.ts";

/** A judge, the groups of metrics it is measured in, and its scores of the records, or the reason why it has none. */
export interface Contender {
  judge: ReportedJudge;
  groups: readonly MetricGroup[];
  view: JudgeView | Missing;
}

/** A contender that has scores. */
interface Speaking extends Contender {
  view: JudgeView;
}

const EVERYTHING: readonly MetricGroup[] = ["pairs", "rewardbench", "process", "mistakes", "values", "mechanism"];
/** Of a judge that says nothing between the ends of steps. */
const STEP_GROUPS: readonly MetricGroup[] = ["pairs", "rewardbench", "process", "mistakes"];
/** Of a judge that says nothing before the end of the response. */
const END_GROUPS: readonly MetricGroup[] = ["pairs", "rewardbench"];
const TRUE_GROUPS: readonly MetricGroup[] = ["process", "values", "mechanism"];

/** The reward models, the measured values if there are any, and all baselines. */
export function contendersOf({
  records,
  validation,
  models,
}: Pick<EvaluationInput, "records" | "validation" | "models">): Contender[] {
  const rewardModels = models.map(({ id, name, byText, rewards, validation: known }): Speaking => {
    const calibration = validation && known && { ...validation.records, rewards: known };
    const view = { records: { ...records, rewards }, validation: calibration, logits: true };
    const judge: ReportedJudge = { id, name: judgeName(name, { byText }), kind: "model" };
    return { judge, groups: byText ? (byText.at === "end" ? END_GROUPS : STEP_GROUPS) : EVERYTHING, view };
  });
  const finals = rewardModels.map(({ judge, view }): Contender => {
    const flat = {
      ...view,
      records: flattenedAll(view.records),
      validation: view.validation && flattenedAll(view.validation),
    };
    return { judge: finalRewardOnly(judge), groups: FINAL_REWARD_GROUPS, view: flat };
  });
  const known = valueKindOf(records.trajectories);
  const others = [
    ...(known ? [{ judge: truthOf(known), groups: TRUE_GROUPS, rewards: valueRewards, without: null }] : []),
    ...baselines,
  ].map(({ judge, groups, rewards, without }): Contender => {
    const own = scoredBy(records, rewards);
    // Only a baseline that can lack something returns null for a trajectory.
    if (!own) return { judge, groups, view: { missing: without as string } };
    const view = { records: own, validation: validation && scoredBy(validation.records, rewards), logits: false };
    return { judge, groups, view };
  });
  return [...rewardModels, ...others, ...finals];
}

/** The scores of all records; null if a trajectory cannot be scored. */
function scoredBy(records: LabelledRecords, rewardsOf: Baseline["rewards"]): ScoredRecords | null {
  const rewards = records.trajectories.map(rewardsOf);
  return rewards.every((each) => each !== null) ? { ...records, rewards } : null;
}

function flattenedAll(records: ScoredRecords): ScoredRecords {
  return { ...records, rewards: records.rewards.map(flattened) };
}
