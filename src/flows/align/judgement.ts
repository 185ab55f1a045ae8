import { loadCheckpoint, saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { memorySource } from "../../engine/checkpoint/source.ts";
import { reportOf } from "../../engine/errors.ts";
import { comparePolicies } from "../../engine/evaluation/compare-policies.ts";
import type { JudgementPlan, PolicyJudgement } from "../../engine/evaluation/judge-policy.ts";
import type { AlignmentContext } from "./context.ts";
import type { TunedPolicy } from "./host.ts";
import { judgeBase, judgeLane, type PolicyLane } from "./training.ts";

/**
 * Keeps the tuned policies, then compares each with the base on the test problems, with weights as written (half
 * precision).
 */
export async function judgeTuned(
  lanes: readonly PolicyLane[],
  test: JudgementPlan,
  context: AlignmentContext,
): Promise<TunedPolicy[]> {
  const { work, host } = context;
  const written: Map<string, Uint8Array>[] = [];
  for (const lane of lanes) written.push(await keep(lane, context));
  const of = test.problems.length * (1 + lanes.length);
  let before = 0;
  const count = (done: number) => work.progress("judging", before + done, of);
  const base = await judgeBase(lanes, test, context, count);
  const policies: TunedPolicy[] = [];
  for (const [i, lane] of lanes.entries()) {
    before += test.problems.length;
    const lm = await host.openPolicy(await loadCheckpoint(memorySource(written[i] as Map<string, Uint8Array>)));
    try {
      const tuned = await judgeLane(lm, lane.reward, test, context, count);
      policies.push(tunedPolicy(lane, base[i] as PolicyJudgement, tuned));
    } finally {
      await lm.release();
    }
  }
  for (const [i, { base: ours, tuned }] of policies.entries()) {
    await lanes[i]?.saver.judged({ base: ours.figures, tuned: tuned.figures });
  }
  return policies;
}

/** Keeps a policy; a policy that cannot be kept is judged all the same. */
async function keep(
  { reward, run, saver }: PolicyLane,
  { policy, host }: AlignmentContext,
): Promise<Map<string, Uint8Array>> {
  const name = `${policy.name} · DPO by ${reward.name}`;
  const files = saveCheckpoint(await run.checkpoint(name), { dtype: "F16" });
  await saver.finish(files, run).catch((error) => host.tell({ type: "warning", report: reportOf(error) }));
  return files;
}

function tunedPolicy({ reward, run, report }: PolicyLane, base: PolicyJudgement, tuned: PolicyJudgement): TunedPolicy {
  return {
    reward: reward.id,
    status: run.done ? "finished" : "stopped",
    step: run.step,
    pairs: report,
    base,
    tuned,
    comparison: comparePolicies(tuned.answers, base.answers),
  };
}
