import type { Collapse } from "../../engine/evaluation/collapse.ts";
import type { WinTieLoss } from "../../engine/evaluation/compare-policies.ts";
import type { Estimate } from "../../engine/statistics/estimate.ts";
import { fixedText } from "../../ui/numbers.ts";

const collapses: Record<Collapse, string> = {
  empty: "empty answers",
  repetitive: "repeats itself",
  endless: "does not end",
  uniform: "the same answer to different prompts",
};

/** The ways in which a policy has collapsed, in words. */
export function collapseWords(found: readonly Collapse[]): string {
  return found.map((kind) => collapses[kind]).join(", ");
}

/** A figure and its interval as two texts. */
export function estimateText({ value, low, high }: Estimate, write: (value: number) => string) {
  return { value: write(value), interval: `[${write(low)}, ${write(high)}]` };
}

/** A p-value as text; empty if it is not known. */
export function pText(p: number): string {
  if (Number.isNaN(p)) return "";
  return p < 0.001 ? "p < 0.001" : `p = ${fixedText(p, 3)}`;
}

export function winTieLossText({ win, tie, loss }: WinTieLoss): string {
  return `${win} / ${tie} / ${loss}`;
}
