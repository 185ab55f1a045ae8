import type { BestOfNPoint } from "../../../engine/evaluation/best-of-n/report.ts";
import { t } from "../../../i18n/i18n.ts";
import type { BestOfNView } from "../../../state/best-of-n-view.ts";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { axisName } from "../../../ui/plot/axis-style.ts";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import { pointPlace } from "./points.ts";

/** The horizontal axis of the curves: ticks at the measured N, or at round divergences. */
export function scaleAxis(points: readonly BestOfNPoint[], scale: BestOfNView["scale"], palette: FigurePalette) {
  const places = points.map((point) => pointPlace(point, scale));
  const domain: [number, number] = [Math.min(...places), Math.max(...places)];
  if (scale === "kl") {
    return {
      domain,
      tickFormatter: axisNumber,
      label: axisName(t("KL = log N − (N − 1)/N, in nats"), palette, "bottom"),
    };
  }
  return {
    domain,
    ticks: places,
    tickFormatter: (place: number) => String(Math.round(2 ** place)),
    label: axisName(t("N, responses to choose from"), palette, "bottom"),
  };
}
