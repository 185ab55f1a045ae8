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
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import type { PolicyTraining } from "../../engine/training/policy-run.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { inPlaces } from "../in-places.ts";
import { SharedThread } from "../train/workers/run-supply.ts";
import type { AlignmentContext } from "./context.ts";
import type { PolicySaver } from "./host.ts";
import type { ChoosingReward, ChosenPairs } from "./plan.ts";
import type { PolicyPlaces } from "./policy-places.ts";

/** A policy in training on one reward model's pairs. */
export interface PolicyLane extends ChosenPairs {
  /** Lanes of one place take turns; places compute at the same time. */
  place: number;
  run: PolicyTraining;
  saver: PolicySaver;
  halted: boolean;
}

/**
 * Opens a lane for each reward model's pairs.
 * @throws PlaygroundError if the pairs cannot be trained on, or a kept run has other settings
 */
export async function openLanes(
  chosen: readonly ChosenPairs[],
  places: PolicyPlaces,
  { settings: { config }, policy, host }: AlignmentContext,
): Promise<PolicyLane[]> {
  const padTokenId = trainingIds(policy.tokenizer).padId;
  const base = policy.checkpoint();
  const lanes: PolicyLane[] = [];
  for (const [i, one] of chosen.entries()) {
    const saver = await host.saver(one);
    const material = { base, pairs: one.pairs, padTokenId };
    const opened = await places.open(i, { config, material, snapshot: saver.snapshot });
    lanes.push({ ...one, ...opened, saver, halted: false });
  }
  return lanes;
}

/**
 * Trains all policies side by side, one step each, in turn or in workers of their own at the same time, and judges each on the
 * validation problems when a judgement is due. A policy that diverges is halted; the others continue.
 */
export async function trainPolicies(
  lanes: readonly PolicyLane[],
  validation: JudgementPlan,
  context: AlignmentContext,
): Promise<void> {
  const { work, host } = context;
  const { enough, tell } = host;
  const fresh = lanes.filter(({ saver }) => saver.snapshot === null);
  const base = await judgeBase(fresh, validation, context, (done) => {
    work.progress("judging", done, validation.problems.length);
  });
  for (const [i, lane] of fresh.entries()) await note(context, lane, { step: 0 }, base[i]?.figures);
  const going = () => lanes.filter(({ run, halted }) => !halted && !run.done);
  const planned = lanes.reduce((sum, { run }) => sum + run.steps, 0);
  // Policies sample in this thread, one after another.
  const thread = new SharedThread();
  while (going().length > 0 && !enough.aborted) {
    await inPlaces(going(), async (lane) => {
      await work.pause();
      if (enough.aborted) return;
      try {
        await advance(lane, validation, thread, context);
      } catch (error) {
        if (!(error instanceof PlaygroundError)) throw error;
        lane.halted = true;
        tell({ type: "halted", reward: lane.reward.id, report: error.report });
      }
      const done = lanes.reduce((sum, { run }) => sum + run.step, 0);
      work.progress("training", done, planned);
    });
  }
}

/** Makes one step, and the judgement if one is due after it. */
async function advance(
  lane: PolicyLane,
  validation: JudgementPlan,
  thread: SharedThread,
  context: AlignmentContext,
): Promise<void> {
  const { run, reward } = lane;
  const metrics = await run.advance();
  if (!run.evaluationDue) return note(context, lane, metrics);
  const tuned = await run.checkpoint(reward.name);
  const { figures } = await thread.inTurn(async () => {
    const lm = await context.host.openPolicy(tuned);
    try {
      return await judgeLane(lm, reward, validation, context);
    } finally {
      await lm.release();
    }
  });
  await run.record(figures.goldGreedy.value);
  await note(context, lane, metrics, figures);
}

async function note(
  { host: { tell } }: AlignmentContext,
  { reward, run, saver }: PolicyLane,
  metrics: StepMetrics | { step: number },
  figures?: PolicyFigures,
): Promise<void> {
  const point = { ...metrics, ...(figures && judgementMetrics(figures)) };
  tell({ type: "point", reward: reward.id, point, collapse: figures?.collapse.found ?? [] });
  await saver.note(point, run);
}

/**
 * Lets a policy answer problems and a reward model judge the answers. @param onProblem called with the number of
 * answered problems
 */
export function judgeLane(
  lm: CausalLM,
  reward: ChoosingReward,
  plan: JudgementPlan,
  { policy, work, host: { signal } }: AlignmentContext,
  onProblem: (done: number) => void = () => {},
): Promise<PolicyJudgement> {
  const judges = { world: wordProblems, reward, reference: policy.lm, tokenizer: policy.tokenizer };
  const onProgress = (done: number) => {
    onProblem(done);
    return work.pause();
  };
  return judgePolicy(lm, judges, plan, { onProgress, signal });
}

/** Samples the base's answers once and lets every lane's reward model judge them. */
export async function judgeBase(
  lanes: readonly PolicyLane[],
  plan: JudgementPlan,
  context: AlignmentContext,
  onProblem: (done: number) => void,
): Promise<PolicyJudgement[]> {
  const [first, ...others] = lanes;
  if (!first) return [];
  const { lm, tokenizer } = context.policy;
  const judgement = await judgeLane(lm, first.reward, plan, context, onProblem);
  const rest = others.map(({ reward }) => judgeAgain(judgement.answers, reward, tokenizer));
  return [judgement, ...(await Promise.all(rest))];
}
