import type { RunStroke } from "../../../ui/run-strokes.ts";

/** A run as the figures of its tokens name and draw it. */
export interface DrawnRun {
  name: string;
  stroke: RunStroke;
}
