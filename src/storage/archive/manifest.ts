import * as v from "valibot";
import { leftOutSchema } from "../../engine/data/left-out-schema.ts";
import { problemSchema } from "../../engine/problem-schema.ts";
import { RUN_STATUSES } from "../records.ts";

export const FORMAT = "icrm-playground-run";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
// JSON writes null for a figure that is NaN or infinite.
const figure = v.pipe(
  v.nullable(v.pipe(v.number(), v.finite())),
  v.transform((value) => value ?? Number.NaN),
);
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** The schema of `run.json`: what describes a run beside its config, metrics and checkpoint. */
export const manifest = v.object({
  format: v.literal(FORMAT),
  version: v.literal(1),
  name: v.string(),
  note: v.string(),
  created_at: v.pipe(v.string(), v.isoTimestamp()),
  seed: count,
  data_name: v.string(),
  data_hash: sha256,
  pairs: count,
  held_out: count,
  base_model: v.string(),
  /** Zips of earlier versions lack the field; their runs started from the playground's policy. */
  base: v.optional(v.nullable(v.string()), null),
  generator: v.nullable(v.string()),
  /** Zips of earlier versions lack the field. */
  left_out: v.exactOptional(leftOutSchema),
  workers: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(2))),
  status: v.picklist(RUN_STATUSES),
  error: v.nullable(problemSchema),
  step: count,
  steps: count,
  final: v.nullable(v.object({ loss: figure, accuracy: figure, margin: figure })),
  /** SHA-256 of the other files, so that damage is found before a run is imported. */
  files: v.record(v.string(), sha256),
});

export type Manifest = v.InferOutput<typeof manifest>;
