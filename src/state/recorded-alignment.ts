import { PlaygroundError } from "../engine/errors.ts";
import type { Alignment } from "../worker/alignment-records.ts";
import type { AlignCurves, AlignLane } from "./align-lane.ts";
import type { AlignSettings } from "./align-settings.ts";

const FORMAT = "icrm-playground/alignment";
const VERSION = 1;

/** An alignment that has ended, as its page holds it; the tuned policies are not part of it. */
export interface RecordedAlignment {
  format: typeof FORMAT;
  version: typeof VERSION;
  settings: AlignSettings;
  lanes: readonly Pick<AlignLane, "reward" | "pairs" | "collapse">[];
  curves: AlignCurves;
  result: Alignment;
}

export function recordedAlignment(alignment: Omit<RecordedAlignment, "format" | "version">): RecordedAlignment {
  return { format: FORMAT, version: VERSION, ...alignment };
}

/**
 * @throws PlaygroundError if the document is no alignment, or of another version. @param where the place to name in
 *   errors
 */
export function readAlignment(document: unknown, where: string): RecordedAlignment {
  const { format, version } = (document ?? {}) as Partial<RecordedAlignment>;
  if (format === FORMAT && version === VERSION) return document as RecordedAlignment;
  throw new PlaygroundError({
    what: "This is no recorded alignment",
    where,
    expected: `${FORMAT}, version ${VERSION}`,
    found: `${format}, version ${version}`,
    fix: "Record it again: npm run recordings",
  });
}
