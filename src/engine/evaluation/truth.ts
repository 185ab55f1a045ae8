import { msg } from "../../i18n/msg.ts";
import type { ProcessRewards } from "../reward/judge.ts";
import { knownValue, type ValueKind } from "./known-value.ts";
import type { ReportedJudge } from "./report.ts";
import type { LabelledTrajectory } from "./trajectory.ts";

const NAMES: Record<ValueKind, string> = {
  exact: msg("exact value V* of the class"),
  measured: msg("measured value V̂"),
};

/** The known values as a judge: it shows what a reward equal to the value would reach. */
export function truthOf(kind: ValueKind): ReportedJudge {
  return { id: "truth", name: NAMES[kind], kind: "truth" };
}

/** Process rewards that equal the known values, NaN where the value is not known. */
export function valueRewards({ values, responseIds }: LabelledTrajectory): ProcessRewards {
  const tokens = new Float32Array(responseIds.length).fill(Number.NaN);
  let prompt = Number.NaN;
  for (const known of values) {
    if (known.position < 0) prompt = knownValue(known);
    else tokens[known.position] = knownValue(known);
  }
  return { prompt, tokens };
}
