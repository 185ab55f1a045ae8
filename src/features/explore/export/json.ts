import type { DeviceReport } from "../../../engine/device.ts";
import { wilsonInterval } from "../../../engine/statistics/wilson.ts";
import type { Branch } from "../../../state/branches.ts";
import { branchLetter } from "../../../state/branches.ts";
import { rolloutSettings } from "../../../state/explore.ts";
import { type PrefixValues, valuesAlong } from "../../../state/prefix-values.ts";
import type { LoadedModels } from "../../../worker/records.ts";

/** Everything there is to know about the branches of a prompt, in one document. */
export function trajectoriesJson(
  branches: readonly Branch[],
  values: PrefixValues,
  models: LoadedModels | null,
  device: DeviceReport | null,
): string {
  const letterOf = (id: number | null) => {
    const index = branches.findIndex((branch) => branch.id === id);
    return index < 0 ? null : branchLetter(index);
  };
  const document = {
    format: "icrm-playground/trajectories",
    version: 1,
    prompt: branches[0]?.trajectory.prompt ?? "",
    policy: models?.policy ?? null,
    rewardModels: models?.rewards ?? [],
    rollouts: { temperature: 1, ...rolloutSettings },
    device: device && { backend: device.backend, adapter: device.adapter },
    trajectories: branches.map(({ id, parent, branchAt, trajectory }) => ({
      name: letterOf(id),
      parent: letterOf(parent),
      branchAt: parent === null ? null : branchAt,
      text: trajectory.text,
      finish: trajectory.finish,
      settings: trajectory.settings,
      verdict: trajectory.judgement,
      tokens: trajectory.tokens,
      rewards: trajectory.rewards,
      exact: trajectory.exact,
      values: valuesAlong(values, trajectory.prompt, trajectory.tokens).map((estimate) => ({
        ...estimate,
        interval: wilsonInterval(estimate.successes, estimate.rollouts),
      })),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
