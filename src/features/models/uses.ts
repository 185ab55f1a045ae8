import type { CheckpointDescription } from "../../engine/checkpoint/describe.ts";
import { type Demand, demands, shortage } from "../../engine/checkpoint/fit.ts";
import type { DeviceReport } from "../../engine/device.ts";

/** A thing a checkpoint can be here, and what it takes. */
export interface Use {
  /** "a policy, and the base of reward models". */
  as: string;
  demands: Demand[];
  /** The first demand this device does not meet; null where there is room. */
  short: Demand | null;
}

/** What a checkpoint can be used for on a device. */
export function usesOf({ config, valueHead }: CheckpointDescription, device: DeviceReport): Use[] {
  const use = (as: string, logits: boolean): Use => {
    const demanded = demands(config, device, { logits });
    return { as, demands: demanded, short: shortage(demanded) };
  };
  return [
    ...(valueHead ? [use("a reward model", false)] : []),
    ...(config.task === "causal-lm" ? [use("a policy, and the base of reward models", true)] : []),
  ];
}
