import type { RunStroke } from "./run-strokes.ts";

/** The line of a run or reward model, as in figures. */
export function Swatch({ stroke }: { stroke: RunStroke }) {
  return (
    <svg width="26" height="8" aria-hidden>
      <line x2="26" y1="4" y2="4" stroke={stroke.colour} strokeWidth="2" strokeDasharray={stroke.dash.join(" ")} />
    </svg>
  );
}
