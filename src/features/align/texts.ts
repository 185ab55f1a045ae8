import type { Collapse } from "../../engine/evaluation/collapse.ts";
import type { WinTieLoss } from "../../engine/evaluation/compare-policies.ts";
import type { Estimate } from "../../engine/statistics/estimate.ts";
import { listed } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import { fixedText } from "../../ui/numbers.ts";

const collapses: Record<Collapse, string> = {
  empty: msg("empty answers"),
  repetitive: msg("repeats itself"),
  endless: msg("does not end"),
  uniform: msg("the same answer to different prompts"),
};

/** The ways in which a policy has collapsed, in words. */
export function collapseWords(found: readonly Collapse[]): string {
  return listed(found.map((kind) => translated(collapses[kind])));
}

/** A figure and its interval as two texts. */
export function bracketedEstimate({ value, low, high }: Estimate, write: (value: number) => string) {
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
