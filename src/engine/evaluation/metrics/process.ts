import { msg } from "../../../i18n/msg.ts";
import { auroc, placements } from "../../statistics/auroc.ts";
import { fitLogistic, predictedProbability } from "../../statistics/logistic.ts";
import { SHARE } from "../../statistics/range.ts";
import { brierTerms, expectedCalibrationError, reliabilityCurve } from "../../statistics/reliability.ts";
import { mean, once } from "../../statistics/statistic.ts";
import type { JudgeFigures, Metric } from "../report.ts";
import { bestThreshold, firstBelow, firstErrorF1 } from "./first-error.ts";
import { largestDrops } from "./largest-drop.ts";
import {
  allMissing,
  type JudgeView,
  type MeasuredUnits,
  type Measurements,
  type Missing,
  meanLoss,
  NO_VALIDATION,
} from "./measurement.ts";
import { isRight, type PooledSteps, pooledSteps, type StepRewards, stepRewards } from "./steps.ts";

const shared = { group: "process", records: "trajectory" } as const;

export const processMetrics: readonly Metric[] = [
  {
    id: "process/f1",
    name: msg("First-error F1"),
    ...shared,
    better: "higher",
    unit: "share",
    range: SHARE,
    about: msg(
      "ProcessBench: the first step whose reward is below τ against the first wrong step; harmonic mean over wrong and right responses; τ from the validation file.",
    ),
  },
  {
    id: "process/drop-hit",
    name: msg("Largest drop"),
    ...shared,
    better: "higher",
    unit: "share",
    range: SHARE,
    about: msg("Wrong responses whose reward falls most at the first wrong step."),
  },
  {
    id: "process/drop-distance",
    name: msg("Drop distance"),
    ...shared,
    better: "lower",
    unit: "number",
    range: null,
    about: msg("Steps between the largest fall of the reward and the first wrong step, mean over wrong responses."),
  },
  {
    id: "process/auroc",
    name: msg("Step AUROC"),
    ...shared,
    better: "higher",
    unit: "share",
    range: SHARE,
    about: msg(
      "Chance that a step with nothing wrong up to it has a higher reward than one without, over all responses.",
    ),
  },
  {
    id: "process/auroc-within",
    name: msg("Step AUROC within"),
    ...shared,
    better: "higher",
    unit: "share",
    range: SHARE,
    about: msg(
      "The AUROC within one response, averaged over responses. Wrong prefixes come last in every response, so position alone is perfect here.",
    ),
  },
  {
    id: "process/brier",
    name: msg("Step Brier"),
    ...shared,
    better: "lower",
    unit: "number",
    range: SHARE,
    about: msg("Of σ(a·v + b) as the chance that nothing is wrong up to a step; a and b from the validation file."),
  },
  {
    id: "process/ece",
    name: msg("Step ECE"),
    ...shared,
    better: "lower",
    unit: "share",
    range: SHARE,
    about: msg("Calibration error of the same; ten bins of equal mass."),
  },
];

const NO_STEPS: Missing = { missing: msg("There are no responses here whose steps are known to be right or wrong.") };
const ONE_KIND: Missing = { missing: msg("This figure needs right and wrong responses, and there is only one kind.") };

const NO_KNOWN_STEPS: Missing = { missing: msg("The validation file has no steps that are known and judged.") };

export function measureProcess({ records, validation }: JudgeView): Measurements {
  const all = stepRewards(records);
  if (all.length === 0) return allMissing(processMetrics, NO_STEPS);
  const known = validation && stepRewards(validation);
  return {
    "process/f1": measureF1(all, known),
    ...measureDrops(all),
    ...measureSeparation(all),
    ...measureCalibration(all, known),
  };
}

export function processFigures({ records, validation }: JudgeView): JudgeFigures["process"] {
  const all = stepRewards(records);
  const known = validation ? stepRewards(validation) : [];
  const threshold = bestThreshold(known);
  if (all.length === 0 || threshold === null) return null;
  const { rewards, right } = pooledSteps(all);
  return { threshold, reliability: reliabilityCurve(calibrated(rewards, pooledSteps(known)), right.map(Number)) };
}

function measureF1(all: readonly StepRewards[], known: readonly StepRewards[] | null): MeasuredUnits | Missing {
  if (!known) return NO_VALIDATION;
  if (known.length === 0) return NO_KNOWN_STEPS;
  const threshold = bestThreshold(known);
  if (threshold === null || !hasBothKinds(all)) return ONE_KIND;
  const miss = ({ steps, firstWrong }: StepRewards) => {
    const found = firstBelow(steps, threshold);
    if (found === firstWrong) return 0;
    // Seeing an error where there is none, or missing one, is worse than naming a step nearby.
    return found < 0 || firstWrong < 0 ? steps.length : Math.abs(found - firstWrong);
  };
  return {
    statistic: firstErrorF1(all, threshold),
    units: all.map(({ trajectory }) => trajectory),
    loss: new Map(all.map((each) => [each.trajectory, miss(each)])),
  };
}

function measureDrops(all: readonly StepRewards[]): Measurements {
  const wrong = all.filter(({ firstWrong }) => firstWrong >= 0);
  if (wrong.length === 0) {
    const reason = { missing: msg("There are no wrong responses here.") };
    return { "process/drop-hit": reason, "process/drop-distance": reason };
  }
  const drops = wrong.map(largestDrops);
  const units = wrong.map(({ trajectory }) => trajectory);
  const loss = new Map(units.map((trajectory, i) => [trajectory, drops[i]?.distance as number]));
  return {
    "process/drop-hit": { statistic: mean(drops.map(({ hit }) => hit)), units, loss },
    "process/drop-distance": { statistic: mean(drops.map(({ distance }) => distance)), units, loss },
  };
}

function measureSeparation(all: readonly StepRewards[]): Measurements {
  const { trajectories: units, rewards, right } = pooledSteps(all);
  const misplaced = placements(rewards, right).map((share) => 1 - share);
  const mixed = all.filter(({ firstWrong }) => firstWrong > 0);
  const within = mixed.map(({ steps, firstWrong }) =>
    auroc(
      steps,
      steps.map((_, step) => isRight(step, firstWrong)),
    )(once(steps.length)),
  );
  return {
    "process/auroc":
      right.includes(true) && right.includes(false)
        ? { statistic: auroc(rewards, right), units, loss: meanLoss(units, misplaced) }
        : ONE_KIND,
    "process/auroc-within":
      mixed.length > 0
        ? {
            statistic: mean(within),
            units: mixed.map(({ trajectory }) => trajectory),
            loss: new Map(mixed.map(({ trajectory }, i) => [trajectory, 1 - (within[i] as number)])),
          }
        : { missing: msg("There is no response here with right steps before a wrong one.") },
  };
}

function measureCalibration(all: readonly StepRewards[], known: readonly StepRewards[] | null): Measurements {
  if (!known || known.length === 0) {
    const reason = known ? NO_KNOWN_STEPS : NO_VALIDATION;
    return { "process/brier": reason, "process/ece": reason };
  }
  const { trajectories: units, rewards, right } = pooledSteps(all);
  const predictions = calibrated(rewards, pooledSteps(known));
  const outcomes = right.map(Number);
  const errors = brierTerms(predictions, outcomes);
  const loss = meanLoss(units, errors);
  return {
    "process/brier": { statistic: mean(errors), units, loss },
    "process/ece": { statistic: expectedCalibrationError(predictions, outcomes), units, loss },
  };
}

/** σ(a·v + b) of the rewards, with a and b fitted on the known steps. */
function calibrated(rewards: readonly number[], known: PooledSteps): number[] {
  const curve = fitLogistic(known.rewards, known.right.map(Number));
  return rewards.map((reward) => predictedProbability(curve, reward));
}

function hasBothKinds(all: readonly StepRewards[]): boolean {
  return all.some(({ firstWrong }) => firstWrong < 0) && all.some(({ firstWrong }) => firstWrong >= 0);
}
