import { edgeName } from "../../engine/losses/edge-kinds.ts";
import { usesConsistency } from "../../engine/training/reward-model-config.ts";
import { msg } from "../../i18n/msg.ts";
import type { RunRecord, RunStatus } from "../../storage/records.ts";
import { digitsText, realMinus } from "../../ui/numbers.ts";

/** A status as sign and word, so that colour is not the only distinction. */
export const statusTexts: Record<RunStatus, { sign: string; word: string; meaning: string }> = {
  running: { sign: "▶", word: msg("running"), meaning: msg("A tab is training it now") },
  paused: { sign: "❚❚", word: msg("paused"), meaning: msg("A tab holds it, ready to go on") },
  interrupted: { sign: "↯", word: msg("interrupted"), meaning: msg("Its page went away in the middle of training") },
  finished: {
    sign: "✓",
    word: msg("finished"),
    meaning: msg("All steps are done, or held-out accuracy stopped getting better"),
  },
  stopped: { sign: "■", word: msg("stopped"), meaning: msg("Ended early by hand") },
  failed: { sign: "✗", word: msg("failed"), meaning: msg("The run could not go on") },
};

/** A method, with the score and weight of its edges if it has a consistency term. */
export function methodText({ method, config }: Pick<RunRecord, "method" | "config">): string {
  return usesConsistency(config) ? `${method}, ${edgeName(config)}` : method;
}

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function dateText(time: number): string {
  return dates.format(time);
}

/** A figure to four digits, a very small one as a power of ten; an en dash if there is none. */
export function figureText(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return value !== 0 && Math.abs(value) < 0.001 ? realMinus(value.toExponential(2)) : digitsText(value, 4);
}
