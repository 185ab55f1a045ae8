import { axisNumber } from "../live-chart/axis-number.ts";

/** The ends of a bin: "−0.5 … 0". */
export function rangeText(from: number, to: number): string {
  return `${axisNumber(from)} … ${axisNumber(to)}`;
}
