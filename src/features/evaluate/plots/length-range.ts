import type { LengthBin } from "../../../engine/evaluation/report.ts";

/** A range of lengths as text: "−5…−2", or "3" for a single length. */
export function lengthRange({ from, to }: Pick<LengthBin, "from" | "to">): string {
  return (from === to ? String(from) : `${from}…${to}`).replaceAll("-", "−");
}
