import type { ProcessRewards } from "../reward/reward-model.ts";
import { knownValue, type ValueKind } from "./known-value.ts";
import type { Judge } from "./report.ts";
import type { LabelledTrajectory } from "./trajectory.ts";

const NAMES: Record<ValueKind, string> = { exact: "exact value V* of the class", measured: "measured value V̂" };

/** The values as a judge: what a reward that stood for the value would reach. */
export function truthOf(kind: ValueKind): Judge {
  return { id: "truth", name: NAMES[kind], kind: "truth" };
}

/** The value in the place of rewards, NaN where it is not known. */
export function valueRewards({ values, responseIds }: LabelledTrajectory): ProcessRewards {
  const tokens = new Float32Array(responseIds.length).fill(Number.NaN);
  let prompt = Number.NaN;
  for (const known of values) {
    if (known.position < 0) prompt = knownValue(known);
    else tokens[known.position] = knownValue(known);
  }
  return { prompt, tokens };
}
