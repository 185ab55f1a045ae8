import { useMemo } from "react";
import type { HeldOutEvaluation } from "../../../engine/training/run-history.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { type VariantId, variantOf } from "../../../state/train-variants.ts";
import { type ChartCell, ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { rangeText } from "../../../ui/chart-table/range-text.ts";
import { commonRange, rewardHistogram } from "../../../ui/histogram.ts";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { percentText } from "../../../ui/numbers.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "./Charts.module.css";

const WIDTH = 220;
const HALF = 26;

interface RewardHistogramProps {
  runs: readonly VariantId[];
  strokes: ReadonlyMap<string, RunStroke>;
  /** The measurement of each run that is shown; null if there is none yet. */
  evaluations: readonly (HeldOutEvaluation | null)[];
  /** Whether responses with labelled steps are held out, and not pairs. */
  alone: boolean;
}

/**
 * Outcome rewards of the held-out pairs at the shown step: chosen responses upwards, rejected ones downwards. If
 * responses with labelled steps are held out, the rewards at the ends of right and of wrong steps.
 */
export function RewardHistogram({ runs, strokes, evaluations, alone }: RewardHistogramProps) {
  return (
    <div>
      <div className={classes.head}>
        <h2>{alone ? t("Held-out rewards at step ends") : t("Held-out outcome rewards")}</h2>
        <span className={classes.key}>
          {alone ? t("right ▲ filled · wrong ▽ outlined") : t("chosen ▲ filled · rejected ▽ outlined")}
        </span>
      </div>
      <div className={classes.histograms}>
        {runs.map((run, i) => (
          <Distribution
            key={run}
            run={run}
            evaluation={evaluations[i] ?? null}
            colour={strokes.get(run)?.colour ?? "currentColor"}
          />
        ))}
      </div>
      <ChartTable
        label={alone ? t("Held-out rewards at step ends") : t("Held-out outcome rewards")}
        numbers={() => ({
          columns: [t("run"), t("reward"), alone ? t("right") : t("chosen"), alone ? t("wrong") : t("rejected")],
          rows: runs.flatMap((run, i) => binRows(translated(variantOf(run).name), evaluations[i] ?? null)),
        })}
      />
    </div>
  );
}

/** Every bin of a run's histogram that is not empty: the run, the bin's ends, and both shares. */
function binRows(name: string, evaluation: HeldOutEvaluation | null): ChartCell[][] {
  if (!evaluation) return [];
  const { low, high, shares } = rewardHistogram(evaluation, commonRange([evaluation.chosen, evaluation.rejected]));
  const width = (high - low) / shares.chosen.length;
  return shares.chosen.flatMap((chosen, bin) => {
    const rejected = shares.rejected[bin] ?? 0;
    if (chosen === 0 && rejected === 0) return [];
    return [[name, rangeText(low + bin * width, low + (bin + 1) * width), percent(chosen), percent(rejected)]];
  });
}

interface DistributionProps {
  run: VariantId;
  colour: string;
  evaluation: HeldOutEvaluation | null;
}

function Distribution({ run, colour, evaluation }: DistributionProps) {
  const palette = usePalette();
  const histogram = useMemo(
    () => evaluation && rewardHistogram(evaluation, commonRange([evaluation.chosen, evaluation.rejected])),
    [evaluation],
  );
  const name = translated(variantOf(run).name);
  return (
    <figure className={classes.histogram} data-of={run}>
      <figcaption>
        <b style={{ color: colour }}>{name}</b> {evaluation ? percent(evaluation.accuracy) : t("not measured yet")}
        <span>{evaluation && t("step {step}", { step: evaluation.step })}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${2 * HALF}`} preserveAspectRatio="none" height={2 * HALF} aria-hidden>
        <line x2={WIDTH} y1={HALF} y2={HALF} stroke={palette.line} />
        {histogram && <Bars histogram={histogram} colour={colour} muted={palette.muted} />}
      </svg>
      {histogram && (
        <div className={classes.ends} aria-hidden>
          <span>{axisNumber(histogram.low)}</span>
          <span>{axisNumber(histogram.high)}</span>
        </div>
      )}
    </figure>
  );
}

interface BarsProps {
  histogram: NonNullable<ReturnType<typeof rewardHistogram>>;
  colour: string;
  muted: string;
}

function Bars({ histogram: { low, high, shares }, colour, muted }: BarsProps) {
  const width = WIDTH / shares.chosen.length;
  const tallest = Math.max(...shares.chosen, ...shares.rejected);
  const height = (share: number) => (share / tallest) * (HALF - 2);
  const bar = (bin: number, size: number) =>
    size === 0 ? "" : `M${bin * width + 0.5} ${HALF}v${size}h${width - 1.5}v${-size}z`;
  const zero = low < 0 && high > 0 ? (-low / (high - low)) * WIDTH : null;
  return (
    <>
      <path d={shares.chosen.map((share, bin) => bar(bin, -height(share))).join("")} fill={colour} />
      <path d={shares.rejected.map((share, bin) => bar(bin, height(share))).join("")} fill="none" stroke={colour} />
      {zero !== null && <line x1={zero} x2={zero} y2={2 * HALF} stroke={muted} strokeDasharray="2 2" />}
    </>
  );
}

function percent(share: number): string {
  return percentText(share);
}
