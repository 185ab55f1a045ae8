import { t } from "../../../i18n/i18n.ts";
import { ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { rangeText } from "../../../ui/chart-table/range-text.ts";
import { rewardHistogram } from "../../../ui/histogram.ts";
import { percentText } from "../../../ui/numbers.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "./Statistics.module.css";

const WIDTH = 280;
const HALF = 40;

interface LengthHistogramProps {
  /** A sentence that says what the figure counts, for readers who cannot see the figure. */
  label: string;
  /** Names of what is drawn upwards and, if there are two lists, downwards. */
  names: readonly [up: string, down?: string];
  /** The lengths that are drawn upwards. */
  up: Uint32Array;
  /** The lengths that are drawn downwards; empty if there is only one list. */
  down: Uint32Array;
  /** A length drawn as a line if it is in view: the longest that fits the model. */
  limit: number | null;
}

/** A histogram of text lengths in tokens. */
export function LengthHistogram({ label, names, up, down, limit }: LengthHistogramProps) {
  const palette = usePalette();
  const most = Math.max(largest(up), largest(down), 1);
  const { shares } = rewardHistogram({ chosen: [...up], rejected: [...down] }, [0, most]);
  const tallest = Math.max(...shares.chosen, ...shares.rejected);
  const width = WIDTH / shares.chosen.length;
  const bar = (bin: number, size: number) =>
    size === 0 ? "" : `M${bin * width + 0.5} ${HALF}v${size}h${width - 1}v${-size}z`;
  const height = (share: number) => (share / tallest) * (HALF - 2);
  const place = limit !== null && limit < most ? (limit / most) * WIDTH : null;
  return (
    <figure className={classes.histogram}>
      <figcaption>{label}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${down.length > 0 ? 2 * HALF : HALF}`}
        preserveAspectRatio="none"
        height={down.length > 0 ? 2 * HALF : HALF}
        role="img"
        aria-label={t("{label}, from 0 to {most} tokens", { label, most })}
      >
        <path d={shares.chosen.map((share, bin) => bar(bin, -height(share))).join("")} fill={palette.ink} />
        <path
          d={shares.rejected.map((share, bin) => bar(bin, height(share))).join("")}
          fill="none"
          stroke={palette.ink}
        />
        <line x2={WIDTH} y1={HALF} y2={HALF} stroke={palette.line} />
        {place !== null && <line x1={place} x2={place} y2={2 * HALF} stroke={palette.ink} strokeDasharray="3 2" />}
      </svg>
      <div className={classes.ends} aria-hidden>
        <span>0</span>
        {place !== null && <span>{t("┊ context {limit}", { limit: limit ?? "" })}</span>}
        <span>{most}</span>
      </div>
      <ChartTable
        label={label}
        numbers={() => ({
          columns: [t("tokens"), ...names.filter((name) => name !== undefined)],
          rows: shares.chosen.map((share, bin) => [
            rangeText((bin * most) / shares.chosen.length, ((bin + 1) * most) / shares.chosen.length),
            percentText(share),
            ...(down.length > 0 ? [percentText(shares.rejected[bin] ?? 0)] : []),
          ]),
        })}
      />
    </figure>
  );
}

/** The maximum, without spreading the list: it may have more values than a call takes arguments. */
function largest(values: Uint32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
