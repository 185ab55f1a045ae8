import { PlaygroundError } from "../../engine/errors.ts";
import {
  type JudgementPlan,
  judgeAgain,
  judgementMetrics,
  judgePolicy,
  type PolicyFigures,
  type PolicyJudgement,
} from "../../engine/evaluation/judge-policy.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { PolicyRun } from "../../engine/training/policy-run.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { AlignmentPoint } from "../alignment-records.ts";
import { type LoadedReward, weightsOf } from "../models.ts";
import type { AlignmentCourse } from "./alignment-course.ts";
import type { ChosenPairs } from "./alignment-pairs.ts";

/** A policy on its way to what one reward model prefers. */
export interface Lane extends ChosenPairs {
  run: PolicyRun;
  halted: boolean;
}

/** @throws PlaygroundError where the pairs cannot be trained on */
export function openLanes(chosen: readonly ChosenPairs[], { plan, policy }: AlignmentCourse): Lane[] {
  const padTokenId = trainingIds(policy.tokenizer).padId;
  const base = weightsOf(policy);
  return chosen.map((pairs) => ({
    ...pairs,
    run: new PolicyRun(plan.config, { base, pairs: pairs.pairs, padTokenId }),
    halted: false,
  }));
}

/**
 * Trains all policies side by side, a step each in turn, and judges each on the validation problems whenever that is due.
 * One that diverges is halted alone.
 */
export async function trainPolicies(
  lanes: readonly Lane[],
  validation: JudgementPlan,
  course: AlignmentCourse,
): Promise<void> {
  const { work, enough, emit } = course;
  const base = await judgeBase(lanes, validation, course, (done) => {
    work.progress("judging", done, validation.problems.length);
  });
  for (const [i, { reward }] of lanes.entries())
    tell(course, reward, { step: 0 }, (base[i] as PolicyJudgement).figures);
  const going = () => lanes.filter(({ run, halted }) => !halted && !run.done);
  const planned = lanes.reduce((sum, { run }) => sum + run.steps, 0);
  while (going().length > 0 && !enough.aborted) {
    for (const lane of going()) {
      await work.pause();
      if (enough.aborted) break;
      try {
        await advance(lane, validation, course);
      } catch (error) {
        if (!(error instanceof PlaygroundError)) throw error;
        lane.halted = true;
        emit({ type: "halted", reward: lane.reward.entry.id, report: error.report });
      }
      work.progress(
        "training",
        lanes.reduce((sum, { run }) => sum + run.step, 0),
        planned,
      );
    }
  }
}

/** One step, and the judgement that falls due after it. */
async function advance({ run, reward }: Lane, validation: JudgementPlan, course: AlignmentCourse): Promise<void> {
  const metrics = await run.advance();
  if (!run.evaluationDue) return tell(course, reward, metrics);
  const tuned = await openCausalLM(await run.checkpoint(reward.entry.name), course.runtime);
  try {
    const { figures } = await judge(tuned, reward, validation, course);
    run.record(figures.goldGreedy.value);
    tell(course, reward, metrics, figures);
  } finally {
    await tuned.release();
  }
}

function tell(
  { emit }: AlignmentCourse,
  { entry }: LoadedReward,
  point: AlignmentPoint,
  figures?: PolicyFigures,
): void {
  emit({
    type: "point",
    reward: entry.id,
    point: { ...point, ...(figures && judgementMetrics(figures)) },
    collapse: figures?.collapse.found ?? [],
  });
}

/** A policy's answers, rewarded by one of the reward models. @param onProblem told how many problems are answered */
export function judge(
  lm: CausalLM,
  { model }: LoadedReward,
  plan: JudgementPlan,
  { policy, work, signal }: AlignmentCourse,
  onProblem: (done: number) => void = () => {},
): Promise<PolicyJudgement> {
  const judges = { world: wordProblems, reward: model, reference: policy.lm, tokenizer: policy.tokenizer };
  const onProgress = (done: number) => {
    onProblem(done);
    return work.pause();
  };
  return judgePolicy(lm, judges, plan, { onProgress, signal });
}

/** The base's answers in the eyes of every lane's reward model; sampled once. */
export async function judgeBase(
  lanes: readonly Lane[],
  plan: JudgementPlan,
  course: AlignmentCourse,
  onProblem: (done: number) => void,
): Promise<PolicyJudgement[]> {
  const [first, ...others] = lanes as [Lane, ...Lane[]];
  const { lm, tokenizer } = course.policy;
  const judgement = await judge(lm, first.reward, plan, course, onProblem);
  const rest = others.map(({ reward }) => judgeAgain(judgement.answers, reward.model, tokenizer));
  return [judgement, ...(await Promise.all(rest))];
}
