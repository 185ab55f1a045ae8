import type { Estimate } from "../engine/statistics/estimate.ts";
import { fixedText } from "./numbers.ts";

/** A figure and its 95 % interval as texts: "63.3 %" and "57.0, 69.2". */
export function estimateText(
  { value, low, high }: Estimate,
  unit: "share" | "number",
): [value: string, interval: string] {
  const text = unit === "share" ? (share: number) => fixedText(100 * share, 1) : number;
  return [unit === "share" ? `${text(value)} %` : text(value), `${text(low)}, ${text(high)}`];
}

/** An estimate with its interval: "61.2 % [58.0, 64.1]". */
export function intervalText(estimate: Estimate, unit: "share" | "number"): string {
  return `${estimateText(estimate, unit).join(" [")}]`;
}

function number(value: number): string {
  return fixedText(value, Math.abs(value) < 10 ? 3 : 1);
}
