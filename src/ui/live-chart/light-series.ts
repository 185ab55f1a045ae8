import type uPlot from "uplot";
import { onLit } from "../lit/lit.ts";

/**
 * Makes the curves of others faint while something is pointed at by its name.
 * @param owners ids of what the series are of, in their order
 * @returns ends it
 */
export function lightSeries(plot: uPlot, owners: readonly string[]): () => void {
  return onLit((id) => {
    for (const [i, owner] of owners.entries()) {
      const series = plot.series[i + 1];
      if (series) series.alpha = id === null || owner === id ? 1 : 0.12;
    }
    plot.redraw(false);
  });
}
