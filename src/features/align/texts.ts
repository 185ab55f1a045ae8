import type { Collapse } from "../../engine/evaluation/collapse.ts";
import type { WinTieLoss } from "../../engine/evaluation/compare-policies.ts";
import type { Estimate } from "../../engine/statistics/estimate.ts";

const collapses: Record<Collapse, string> = {
  empty: "empty answers",
  repetitive: "repeats itself",
  endless: "does not end",
  uniform: "the same answer to different prompts",
};

/** In which ways a policy has collapsed. */
export function collapseWords(found: readonly Collapse[]): string {
  return found.map((kind) => collapses[kind]).join(", ");
}

/** A share in percent, with a real minus: "52.0 %". */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(1).replace("-", "−")} %`;
}

/** A difference of shares in percentage points: "+2.0". */
export function pointsText(difference: number): string {
  return `${difference < 0 ? "−" : "+"}${Math.abs(100 * difference).toFixed(1)}`;
}

/** To two digits; what rounds to nothing has no sign. */
export function plainText(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-(?!0\.00$)/, "−")
    .replace("-", "");
}

/** A figure and its interval, as two texts. */
export function estimateText({ value, low, high }: Estimate, write: (value: number) => string) {
  return { value: write(value), interval: `[${write(low)}, ${write(high)}]` };
}

/** The chance to find as much where there is nothing; empty where it is not known. */
export function pText(p: number): string {
  if (Number.isNaN(p)) return "";
  return p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
}

export function winTieLossText({ win, tie, loss }: WinTieLoss): string {
  return `${win} / ${tie} / ${loss}`;
}
