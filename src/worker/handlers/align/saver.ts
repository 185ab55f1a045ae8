import type { PolicySaver } from "../../../flows/align/host.ts";
import type { AlignedBase, ChosenPairs } from "../../../flows/align/plan.ts";
import { policies } from "../../../storage/policies.ts";
import type { PolicyRecord } from "../../../storage/records.ts";
import type { AlignmentEvent, AlignmentPlan } from "../../alignment-records.ts";

/** Keeps a tuned policy in this browser, under its checkpoint's name. */
export function browserPolicySaver(
  { config, samples }: AlignmentPlan,
  { name: base }: AlignedBase,
  { reward, pairs, dataHash }: ChosenPairs,
  emit: (event: AlignmentEvent) => void,
): PolicySaver {
  let record: PolicyRecord | null = null;
  return {
    // An alignment on a page cannot be resumed.
    snapshot: null,
    note: async () => {},
    async finish(files, run) {
      const name = `${base} · DPO by ${reward.name}`;
      const about = { name, base, reward: reward.name, config, dataHash, pairs: pairs.length, samples, gold: null };
      record = await policies.save({ ...about, step: run.step, steps: run.steps }, files, await run.adapter());
      emit({ type: "kept", reward: reward.id, policy: { id: record.id, name } });
    },
    async judged({ base: before, tuned }) {
      if (!record) return;
      const { count: problems } = tuned.goldGreedy;
      const gold = { base: before.goldGreedy.value, tuned: tuned.goldGreedy.value, problems };
      await policies.update(record.id, { gold });
    },
  };
}
