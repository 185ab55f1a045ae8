import { msg } from "../../../i18n/msg.ts";
import { allMistakes, type Mistake, mistakeTitle } from "../../world/mistake.ts";
import type { Metric } from "../report.ts";
import type { LabelledRecords, TrajectoryComparison } from "../trajectory.ts";
import { measurePart, type RecordsPart } from "./breakdown.ts";
import type { JudgeView, Measurements, Missing } from "./measurement.ts";
import { measurePairs, pairMetrics } from "./pairs.ts";
import { measureProcess, processMetrics } from "./process.ts";

/** The metrics that are measured for every mistake. */
const SHOWN = ["pairs/accuracy", "process/f1", "process/drop-hit"] as const;
type Shown = (typeof SHOWN)[number];

const idOf = (mistake: Mistake, shown: Shown) => `mistakes/${mistake}/${shown.split("/")[1]}`;

/** The mistakes that occur in the responses, in the order of the world's list. */
export function mistakesIn({ trajectories }: LabelledRecords): Mistake[] {
  const made = new Set(trajectories.map(({ mistake }) => mistake));
  return allMistakes.filter((mistake) => made.has(mistake));
}

/**
 * Metrics by mistake: accuracy, first-error F1 and largest drop where the verifier finds the mistake in the wrong
 * response.
 */
export function mistakeMetrics(mistakes: readonly Mistake[]): Metric[] {
  const all = [...pairMetrics, ...processMetrics];
  return SHOWN.flatMap((shown) => {
    const metric = all.find(({ id }) => id === shown) as Metric;
    return mistakes.map((mistake) => ({
      ...metric,
      id: idOf(mistake, shown),
      name: `${metric.name}: ${mistakeTitle(mistake)}`,
      group: "mistakes" as const,
      about: `${metric.about} ${OF[shown]}`,
    }));
  });
}

const OF: Record<Shown, string> = {
  "pairs/accuracy": msg("Of the pairs whose wrong response makes this mistake."),
  "process/f1": msg("Of the responses that make this mistake, and of all that are right."),
  "process/drop-hit": msg("Of the responses that make this mistake."),
};

const NOTHING: Missing = { missing: msg("No response here makes this mistake.") };

export function measureMistakes(view: JudgeView, mistakes: readonly Mistake[]): Measurements {
  return Object.fromEntries(
    mistakes.flatMap((mistake) => {
      const part = partOf(mistake, view.records);
      const found = {
        ...measurePart(view, part, "comparison", measurePairs),
        ...measurePart(view, part, "trajectory", measureProcess),
      };
      return SHOWN.map((shown) => [idOf(mistake, shown), found[shown] ?? NOTHING]);
    }),
  );
}

/**
 * The pairs whose wrong response makes the mistake; and the responses that make it, together with all right responses.
 */
function partOf(mistake: Mistake, { trajectories }: LabelledRecords): RecordsPart {
  const made = (places: readonly number[]) =>
    places.map((i) => trajectories[i]?.mistake ?? null).find((each) => each !== null);
  return {
    // The labels of a pair may be swapped, so the wrong response may be the chosen one.
    hasComparison: ({ chosen, rejected }: TrajectoryComparison) => (made(rejected) ?? made(chosen)) === mistake,
    hasTrajectory: (each) => each.mistake === mistake || (each.mistake === null && each.firstWrongStep === -1),
  };
}
