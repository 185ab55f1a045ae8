import { t } from "../../../i18n/i18n.ts";
import "uplot/dist/uPlot.min.css";
import uPlot from "uplot";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { lightSeries } from "../../../ui/live-chart/light-series.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";

/** The range of visible steps. */
export interface StepRange {
  min: number;
  max: number;
}

export type CurveStyle = RunStroke & {
  /** Id of the run. */
  of: string;
  /** Whether the line holds the unsmoothed values behind a smoothed curve. */
  faint: boolean;
};

interface PlotStyle {
  curves: readonly CurveStyle[];
  log: boolean;
  palette: FigurePalette;
}

interface PlotListeners {
  /** Called with a marked range of steps; null: all steps are to be shown again. */
  onZoom(range: StepRange | null): void;
  /** Called with the index of the step under the pointer. */
  onCursor(index: number | null): void;
}

/** A quarter of the width, and neither flat nor higher than a screen has room for. */
function sizeOf({ clientWidth }: HTMLElement): { width: number; height: number } {
  return { width: clientWidth, height: Math.min(420, Math.max(280, clientWidth / 4)) };
}

const SMALLEST_DRAG = 4;

/** Curves over steps on a canvas. A change of style needs a new plot; values and range change in place. */
export class MetricPlot {
  readonly #plot: uPlot;
  readonly #resize: ResizeObserver;
  readonly #unlit: () => void;
  #destroyed = false;

  constructor(element: HTMLElement, { curves, log, palette }: PlotStyle, { onZoom, onCursor }: PlotListeners) {
    const onSelect = (plot: uPlot) => {
      const { left, width } = plot.select;
      if (width < SMALLEST_DRAG) return;
      onZoom({ min: plot.posToVal(left, "x"), max: plot.posToVal(left + width, "x") });
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    };
    this.#plot = new uPlot(
      {
        ...sizeOf(element),
        legend: { show: false },
        cursor: { y: false, drag: { x: true, y: false, setScale: false } },
        scales: { x: { time: false }, y: { distr: log ? 3 : 1 } },
        axes: [
          { ...axisStyle(palette), size: 26, label: t("step"), labelSize: 16, labelGap: 0, labelFont: FONT },
          {
            ...axisStyle(palette),
            size: 60,
            values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : axisNumber(tick))),
          },
        ],
        series: [{}, ...curves.map(seriesOf)],
        hooks: { setSelect: [onSelect], setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)] },
      },
      [[], ...curves.map(() => [])],
      element,
    );
    this.#unlit = lightSeries(
      this.#plot,
      curves.map((curve) => curve.of),
    );
    this.#plot.over.addEventListener("dblclick", () => onZoom(null));
    this.#resize = new ResizeObserver(() => this.#plot.setSize(sizeOf(element)));
    this.#resize.observe(element);
  }

  /**
   * Shows curves. After `destroy` it does nothing, since the next plot may have other curves.
   * @param range the visible steps; null shows all
   */
  show(steps: readonly number[], curves: readonly (readonly (number | null)[])[], range: StepRange | null): void {
    if (this.#destroyed) return;
    const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 1];
    // A single step needs a range of some width around it.
    const all = first === last ? { min: first - 1, max: last + 1 } : { min: first, max: last };
    this.#plot.batch(() => {
      this.#plot.setData([steps, ...curves] as uPlot.AlignedData, false);
      this.#plot.setScale("x", range ?? all);
    });
  }

  destroy(): void {
    this.#destroyed = true;
    this.#resize.disconnect();
    this.#unlit();
    this.#plot.destroy();
  }
}

const FONT = "11px system-ui";

function axisStyle({ muted, line }: FigurePalette): uPlot.Axis {
  const rule = { stroke: line, width: 1 };
  return { stroke: muted, font: FONT, grid: rule, ticks: { ...rule, size: 4 } };
}

function seriesOf({ colour, dash, faint }: CurveStyle): uPlot.Series {
  const stroke = faint ? `${colour}44` : colour;
  // A metric that is measured only from time to time has steps without a value.
  return { stroke, width: faint ? 1 : 1.75, dash: [...dash], spanGaps: true, points: { size: 5, fill: stroke } };
}
