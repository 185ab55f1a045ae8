import { PlaygroundError } from "../engine/errors.ts";
import type { Measured, MeasurementKind } from "./measurement.ts";

const FORMAT = "icrm-playground/measurement";
const VERSION = 1;

/** A finished measurement as its page holds it. */
export interface RecordedMeasurement<K extends MeasurementKind> extends Measured<K> {
  format: typeof FORMAT;
  version: typeof VERSION;
  kind: K;
}

export function recordedMeasurement<K extends MeasurementKind>(kind: K, measured: Measured<K>): RecordedMeasurement<K> {
  return { format: FORMAT, version: VERSION, kind, ...measured };
}

/** Reads measurements of a kind. @throws PlaygroundError when it is none, or one of another kind or version */
export function readMeasurement<K extends MeasurementKind>(kind: K) {
  return (document: unknown, where: string): RecordedMeasurement<K> => {
    const { format, version, kind: found } = (document ?? {}) as Partial<RecordedMeasurement<K>>;
    if (format === FORMAT && version === VERSION && found === kind) return document as RecordedMeasurement<K>;
    throw new PlaygroundError({
      what: "This is no recorded measurement of this kind",
      where,
      expected: `${FORMAT}, version ${VERSION}, of ${kind}`,
      found: `${format}, version ${version}, of ${found}`,
      fix: "Record it again: npm run recordings",
    });
  };
}
