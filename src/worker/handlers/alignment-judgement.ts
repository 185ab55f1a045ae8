import { loadCheckpoint, saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { memorySource } from "../../engine/checkpoint/source.ts";
import { reportOf } from "../../engine/errors.ts";
import { comparePolicies } from "../../engine/evaluation/compare-policies.ts";
import type { JudgementPlan, PolicyJudgement } from "../../engine/evaluation/judge-policy.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import { policies } from "../../storage/policies.ts";
import type { PolicyRecord } from "../../storage/records.ts";
import type { AlignedPolicy, Alignment } from "../alignment-records.ts";
import { shownAnswers } from "./alignment-answers.ts";
import type { AlignmentCourse } from "./alignment-course.ts";
import { judge, judgeBase, type Lane } from "./alignment-training.ts";

/** A tuned policy as files, and its record where it could be kept. */
interface TunedPolicy {
  lane: Lane;
  files: Map<string, Uint8Array>;
  record: PolicyRecord | null;
}

/** Keeps the tuned policies, then holds each against the base on the test problems: as written, half precision included. */
export async function judgeTuned(
  lanes: readonly Lane[],
  test: JudgementPlan,
  course: AlignmentCourse,
): Promise<Alignment> {
  const tuned: TunedPolicy[] = [];
  for (const lane of lanes) tuned.push(await keep(lane, course));
  const { work, runtime } = course;
  const of = test.problems.length * (1 + lanes.length);
  let before = 0;
  const count = (done: number) => work.progress("judging", before + done, of);
  const base = await judgeBase(lanes, test, course, count);
  const judgements: PolicyJudgement[] = [];
  for (const { lane, files } of tuned) {
    before += test.problems.length;
    const lm = await openCausalLM(await loadCheckpoint(memorySource(files)), runtime);
    try {
      judgements.push(await judge(lm, lane.reward, test, course, count));
    } finally {
      await lm.release();
    }
  }
  const aligned = tuned.map(({ lane }, i) =>
    alignedPolicy(lane, base[i] as PolicyJudgement, judgements[i] as PolicyJudgement),
  );
  for (const [i, { record }] of tuned.entries()) if (record) await noteGold(record, aligned[i] as AlignedPolicy);
  const ids = lanes.map(({ reward }) => reward.entry.id);
  return { policies: aligned, answers: shownAnswers(ids, base, judgements, course.policy.tokenizer) };
}

async function keep(lane: Lane, { plan, policy, emit }: AlignmentCourse): Promise<TunedPolicy> {
  const { reward, run, pairs, dataHash } = lane;
  const name = `${policy.entry.name} · DPO by ${reward.entry.name}`;
  const files = saveCheckpoint(await run.checkpoint(name), { dtype: "F16" });
  const about = {
    name,
    base: policy.entry.name,
    reward: reward.entry.name,
    config: plan.config,
    dataHash,
    pairs: pairs.length,
    samples: plan.samples,
    step: run.step,
    steps: run.steps,
    gold: null,
  };
  try {
    const record = await policies.save(about, files, await run.adapter());
    emit({ type: "kept", reward: reward.entry.id, policy: { id: record.id, name } });
    return { lane, files, record };
  } catch (error) {
    emit({ type: "warning", report: reportOf(error) });
    return { lane, files, record: null };
  }
}

function noteGold({ id }: PolicyRecord, { base, tuned }: AlignedPolicy): Promise<void> {
  const { count: problems } = tuned.goldGreedy;
  return policies.update(id, { gold: { base: base.goldGreedy.value, tuned: tuned.goldGreedy.value, problems } });
}

function alignedPolicy({ reward, run }: Lane, base: PolicyJudgement, tuned: PolicyJudgement): AlignedPolicy {
  return {
    reward: reward.entry.id,
    status: run.done ? "finished" : "stopped",
    step: run.step,
    base: base.figures,
    tuned: tuned.figures,
    comparison: comparePolicies(tuned.answers, base.answers),
  };
}
