import { PlaygroundError } from "../engine/errors.ts";
import type { StepMetrics } from "../engine/training/trainer.ts";
import type { RunRecord } from "../storage/records.ts";
import type { PinnedPair, RunUpdate, SignalFrame } from "../worker/training-records.ts";
import type { TrainSettings } from "./train-settings.ts";
import type { VariantId } from "./train-variants.ts";

const FORMAT = "icrm-playground/training";
const VERSION = 1;

/** A training that has ended, with all the news that the page received, so that the page can show it as it was. */
export interface RecordedTraining {
  format: typeof FORMAT;
  version: typeof VERSION;
  settings: TrainSettings;
  pinned: readonly PinnedPair[];
  runs: readonly { id: VariantId; record: RunRecord; update: RunUpdate }[];
  /** The recordings of the pinned pairs. */
  frames: readonly SignalFrame[];
}

export function recordedTraining(training: Omit<RecordedTraining, "format" | "version">): RecordedTraining {
  return { format: FORMAT, version: VERSION, ...training };
}

/**
 * @throws PlaygroundError if the document is no training, or of another version. @param where the place to name in
 *   errors
 */
export function readTraining(document: unknown, where: string): RecordedTraining {
  const { format, version } = (document ?? {}) as Partial<RecordedTraining>;
  if (format === FORMAT && version === VERSION) return document as RecordedTraining;
  throw new PlaygroundError({
    what: "This is no recorded training",
    where,
    expected: `${FORMAT}, version ${VERSION}`,
    found: `${format}, version ${version}`,
    fix: "Record it again: npm run recordings",
  });
}

/** The metrics of a recorded run as its browser would keep them, row by row. */
export function recordedMetrics({ update: { curves, evaluations } }: RecordedTraining["runs"][number]): StepMetrics[] {
  return curves.steps.map((step, i) => {
    const measured = evaluations.find((evaluation) => evaluation.step === step);
    const row = Object.fromEntries(Object.entries(curves.values).map(([name, column]) => [name, column[i] as number]));
    const heldOut = measured && { "heldout/accuracy": measured.accuracy, "heldout/margin": measured.margin };
    return { ...row, ...heldOut, step } as StepMetrics;
  });
}
