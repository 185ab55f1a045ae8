import { msg } from "../../../i18n/msg.ts";
import { type BootstrapSettings, bootstrap } from "../../statistics/bootstrap.ts";
import { equalMassBins } from "../../statistics/equal-mass.ts";
import { fitLogistic, sigmoid } from "../../statistics/logistic.ts";
import { orderOf } from "../../statistics/order.ts";
import { SHARE } from "../../statistics/range.ts";
import { brierTerms, expectedCalibrationError, reliabilityCurve } from "../../statistics/reliability.ts";
import { mean, once } from "../../statistics/statistic.ts";
import type { JudgeFigures, LengthBin, Metric } from "../report.ts";
import { outcomeReward, type ScoredRecords } from "../trajectory.ts";
import { allMissing, type JudgeView, type Measurements, NO_VALIDATION } from "./measurement.ts";

const shared = { group: "pairs", records: "comparison" } as const;

export const pairMetrics: readonly Metric[] = [
  {
    id: "pairs/accuracy",
    name: msg("Accuracy"),
    ...shared,
    better: "higher",
    unit: "share",
    range: SHARE,
    about: msg("Pairs whose chosen response has the strictly higher outcome reward; a tie is not a win."),
  },
  {
    id: "pairs/ties",
    name: msg("Ties"),
    ...shared,
    better: null,
    unit: "share",
    range: SHARE,
    about: msg("Pairs whose responses have the same outcome reward."),
  },
  {
    id: "pairs/margin",
    name: msg("Margin"),
    ...shared,
    better: null,
    unit: "number",
    range: null,
    about: msg("Mean of r^c_n − r^j_m, in the judge's own unit."),
  },
  {
    id: "pairs/brier",
    name: msg("Brier"),
    ...shared,
    better: "lower",
    unit: "number",
    range: SHARE,
    about: msg(
      "Mean of (1 − p)², p = σ(r^c_n − r^j_m). A judge whose rewards are no logits has them scaled on the validation file.",
    ),
  },
  {
    id: "pairs/ece",
    name: msg("ECE"),
    ...shared,
    better: "lower",
    unit: "share",
    range: SHARE,
    about: msg(
      "How far σ(|r^c_n − r^j_m|) is from how often the preferred response is the chosen one; ten bins of equal mass.",
    ),
  },
];

/** A pair of one chosen and one rejected response of a comparison. */
interface Pair {
  comparison: number;
  /** Outcome rewards of the two responses. */
  chosen: number;
  rejected: number;
  /** r^c_n − r^j_m. */
  margin: number;
  /** Tokens by which the chosen response is longer than the rejected one. */
  longer: number;
}

function pairsOf({ comparisons, trajectories, rewards }: ScoredRecords): Pair[] {
  return comparisons.flatMap(({ chosen: [c, ...more], rejected: [j, ...others] }, comparison) => {
    if (c === undefined || j === undefined || more.length + others.length > 0) return [];
    const [chosen, rejected] = [outcomeReward(rewards[c]), outcomeReward(rewards[j])];
    const longer = (trajectories[c]?.responseIds.length ?? 0) - (trajectories[j]?.responseIds.length ?? 0);
    return [{ comparison, chosen, rejected, margin: chosen - rejected, longer }];
  });
}

export function measurePairs(view: JudgeView): Measurements {
  const pairs = pairsOf(view.records);
  if (pairs.length === 0) return allMissing(pairMetrics, { missing: msg("There are no pairs of two responses here.") });
  const units = pairs.map(({ comparison }) => comparison);
  const loss = new Map(pairs.map(({ comparison, margin }) => [comparison, -margin]));
  const indecision = new Map(pairs.map(({ comparison, margin }) => [comparison, -Math.abs(margin)]));
  const margins = pairs.map(({ margin }) => margin);
  const logits = logitsOf(view, margins);
  return {
    "pairs/accuracy": { statistic: mean(margins.map(wins)), units, loss },
    "pairs/ties": { statistic: mean(margins.map((margin) => Number(margin === 0))), units, loss: indecision },
    "pairs/margin": { statistic: mean(margins), units, loss },
    "pairs/brier": logits
      ? {
          statistic: mean(
            brierTerms(
              logits.map(sigmoid),
              logits.map(() => 1),
            ),
          ),
          units,
          loss,
        }
      : NO_VALIDATION,
    "pairs/ece": logits
      ? { statistic: expectedCalibrationError(logits.map(confidence), logits.map(preferredWins)), units, loss }
      : NO_VALIDATION,
  };
}

export function pairFigures(view: JudgeView, settings: BootstrapSettings): JudgeFigures["pairs"] {
  const pairs = pairsOf(view.records);
  if (pairs.length === 0) return null;
  const logits = logitsOf(
    view,
    pairs.map(({ margin }) => margin),
  );
  return {
    comparisons: pairs.map(({ comparison }) => comparison),
    chosen: pairs.map(({ chosen }) => chosen),
    rejected: pairs.map(({ rejected }) => rejected),
    reliability: logits ? reliabilityCurve(logits.map(confidence), logits.map(preferredWins)) : null,
    byLength: accuracyByLength(pairs, view.records, settings),
  };
}

/** 1 if the margin is strictly positive, else 0. */
function wins(margin: number): number {
  return margin > 0 ? 1 : 0;
}

/** Bradley–Terry's probability that the response with the higher reward is the better one. */
function confidence(logit: number): number {
  return sigmoid(Math.abs(logit));
}

/** 1 if the response with the higher reward is the chosen one, ½ for equal rewards, else 0. */
function preferredWins(logit: number): number {
  return logit === 0 ? 0.5 : wins(logit);
}

/**
 * Margins as logits: unchanged if the judge's rewards are logits, otherwise scaled by maximum likelihood on the
 * validation pairs; the scale is 0 where a negative one would fit better. Null if there are no validation pairs to fit
 * it on.
 */
function logitsOf({ logits, validation }: JudgeView, margins: readonly number[]): readonly number[] | null {
  if (logits) return margins;
  const known = validation ? pairsOf(validation).map(({ margin }) => margin) : [];
  if (known.length === 0) return null;
  // Each margin counts from both sides, so that the curve passes through ½ at 0.
  const bothSides = [...known, ...known.map((margin) => -margin)];
  const { slope } = fitLogistic(
    bothSides,
    bothSides.map((_, i) => (i < known.length ? 1 : 0)),
  );
  return margins.map((margin) => Math.max(0, slope) * margin);
}

const LENGTH_BINS = 5;

function accuracyByLength(
  pairs: readonly Pair[],
  { comparisons }: ScoredRecords,
  settings: BootstrapSettings,
): LengthBin[] {
  const binOf = equalMassBins(orderOf(pairs.map(({ longer }) => longer)), once(pairs.length), LENGTH_BINS);
  return Array.from({ length: LENGTH_BINS }, (_, bin) => pairs.filter((_, i) => binOf[i] === bin))
    .filter((members) => members.length > 0)
    .map((members) => {
      const lengths = members.map(({ longer }) => longer);
      const accuracy = mean(members.map(({ margin }) => wins(margin)));
      const problems = members.map(({ comparison }) => comparisons[comparison]?.problem as string);
      return {
        from: Math.min(...lengths),
        to: Math.max(...lengths),
        accuracy: bootstrap(accuracy, problems, SHARE, settings),
      };
    });
}
