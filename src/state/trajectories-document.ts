import type { DeviceReport } from "../engine/device.ts";
import { PlaygroundError } from "../engine/errors.ts";
import type { ValueEstimate } from "../engine/evaluation/values.ts";
import { wilsonInterval } from "../engine/statistics/wilson.ts";
import type { LoadedModels, ModelEntry, Trajectory } from "../worker/records.ts";
import { type Branch, branchLetter } from "./branches.ts";
import { type PrefixValues, rolloutSettings, valuesAlong } from "./prefix-values.ts";

const FORMAT = "icrm-playground/trajectories";
const VERSION = 1;

interface NamedTrajectory extends Omit<Trajectory, "prompt" | "judgement"> {
  /** The letter of the trajectory's branch. */
  name: string | null;
  /** The name of the parent; null if there is none, or if it was removed. */
  parent: string | null;
  branchAt: number | null;
  verdict: Trajectory["judgement"];
  /** Measured values with their 95 % intervals. */
  values: readonly (ValueEstimate & { interval: readonly number[] })[];
}

/** The branches of a prompt as Explore exports them, with all their results. */
export interface TrajectoriesDocument {
  format: typeof FORMAT;
  version: typeof VERSION;
  prompt: string;
  policy: ModelEntry | null;
  rewardModels: readonly ModelEntry[];
  rollouts: { temperature: number; maxTokens: number; seed: number };
  device: Pick<DeviceReport, "backend" | "adapter"> | null;
  trajectories: readonly NamedTrajectory[];
}

/** @param device the device that computed them */
export function trajectoriesDocument(
  branches: readonly Branch[],
  values: PrefixValues,
  models: Pick<LoadedModels, "policy" | "rewards"> | null,
  device: DeviceReport | null,
): TrajectoriesDocument {
  const letterOf = (id: Branch["parent"]) => {
    const index = branches.findIndex((branch) => branch.id === id);
    return index < 0 ? null : branchLetter(index);
  };
  return {
    format: FORMAT,
    version: VERSION,
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
}

/** @throws PlaygroundError if the document has another format or version. @param where the place to name in errors */
export function readTrajectories(document: unknown, where: string): TrajectoriesDocument {
  const { format, version } = (document ?? {}) as Partial<TrajectoriesDocument>;
  if (format === FORMAT && version === VERSION) return document as TrajectoriesDocument;
  throw new PlaygroundError({
    what: "The document holds no trajectories that Explore has exported",
    where,
    expected: `${FORMAT}, version ${VERSION}`,
    found: `${format}, version ${version}`,
    fix: "Export them again.",
  });
}
