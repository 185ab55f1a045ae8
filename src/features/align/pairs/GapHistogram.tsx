import type { GapFigures } from "../../../engine/alignment/pair-report.ts";
import { t } from "../../../i18n/i18n.ts";
import { ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "./Pairs.module.css";

const WIDTH = 220;
const HEIGHT = 52;

interface GapHistogramProps {
  /** The name of the reward model. */
  name: string;
  gap: GapFigures;
  colour: string;
}

/** A histogram of the reward gaps between chosen and rejected responses, over all pairs. */
export function GapHistogram({ name, gap, colour }: GapHistogramProps) {
  const palette = usePalette();
  const { histogram, median, largest } = gap;
  const width = WIDTH / histogram.length;
  const most = Math.max(...histogram.map(({ count }) => count));
  const place = (median / largest) * WIDTH;
  return (
    <figure className={classes.histogram}>
      <figcaption>
        {t("reward gap, median {median}, mean {mean}", { median: axisNumber(median), mean: axisNumber(gap.mean) })}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        height={HEIGHT}
        role="img"
        aria-label={t("Reward gaps from {smallest} to {largest}", {
          smallest: axisNumber(gap.smallest),
          largest: axisNumber(largest),
        })}
      >
        {histogram.map(({ upTo, count }, bin) => {
          const height = (count / most) * (HEIGHT - 2);
          return (
            <rect
              key={upTo}
              x={bin * width + 0.5}
              y={HEIGHT - height}
              width={width - 1}
              height={height}
              fill={colour}
              data-count={count}
            >
              <title>{t("up to {upTo}: {count} pairs", { upTo: axisNumber(upTo), count })}</title>
            </rect>
          );
        })}
        <line x1={place} x2={place} y2={HEIGHT} stroke={palette.ink} strokeDasharray="2 2" />
      </svg>
      <div className={classes.ends} aria-hidden>
        <span>0</span>
        <span>{axisNumber(largest)}</span>
      </div>
      <ChartTable
        label={t("reward gap of {name}", { name })}
        numbers={() => ({
          columns: [t("reward gap, up to"), t("pairs")],
          rows: histogram.map(({ upTo, count }) => [axisNumber(upTo), count]),
        })}
      />
    </figure>
  );
}
