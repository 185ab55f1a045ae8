import * as v from "valibot";
import type { JsonObject } from "../checkpoint/json.ts";
import { PlaygroundError } from "../errors.ts";
import { fitted, Misfit } from "./misfit.ts";
import type { DataRecord } from "./record.ts";
import { checkSides, figure } from "./shapes/fields.ts";
import { SHAPES, type ShapeId } from "./shapes/index.ts";
import { said } from "./shapes/said.ts";

const provenance = {
  source: v.exactOptional(v.string()),
  id: v.exactOptional(v.string()),
  subset: v.exactOptional(v.string()),
};
const record = v.variant("kind", [
  v.object({
    kind: v.literal("comparison"),
    prompt: said,
    chosen: v.array(said),
    rejected: v.array(said),
    margin: v.exactOptional(figure),
    ...provenance,
  }),
  v.object({
    kind: v.literal("response"),
    prompt: said,
    response: said,
    correct: v.nullable(v.boolean()),
    ...provenance,
  }),
  v.object({
    kind: v.literal("steps"),
    prompt: v.string(),
    steps: v.pipe(v.array(v.string()), v.minLength(1)),
    labels: v.array(v.nullable(v.boolean())),
    separator: v.exactOptional(v.string()),
    correct: v.nullable(v.boolean()),
    ...provenance,
  }),
]);
const shape = v.picklist(SHAPES.map(({ id }) => id));

/**
 * A record in the playground's own format, one line of JSON: the imported record with its shape and its number in its
 * source.
 */
export function keptLine({ number, shape, record }: ImportedRecord): string {
  return `${JSON.stringify({ number, shape, record })}\n`;
}

/** Whether a value has the keys of the playground's own format; no other tool's format has them. */
export function isKept(value: JsonObject): boolean {
  return typeof value.shape === "string" && typeof value.record === "object" && value.record !== null;
}

/** Parses a record in the playground's own format. @throws Misfit naming the field that differs */
export function parseKept(value: JsonObject): { shape: ShapeId; record: DataRecord } {
  return { shape: fitted(shape, value.shape), record: wellFormed(value.record) };
}

/**
 * Checks a record that a person has written as strictly as an import checks its records.
 * @throws PlaygroundError naming the field that does not fit
 */
export function checkedRecord(value: DataRecord): DataRecord {
  try {
    return wellFormed(value);
  } catch (thrown) {
    if (!(thrown instanceof Misfit)) throw thrown;
    const { field, expected, found } = thrown;
    throw new PlaygroundError({
      what: "The record cannot be kept in this form",
      where: field,
      expected,
      found,
    });
  }
}

function wellFormed(value: unknown): DataRecord {
  const known = fitted(record, value);
  if (known.kind === "comparison") checkSides(known);
  if (known.kind !== "steps" || known.labels.length === known.steps.length) return known;
  throw new Misfit({ field: "labels", expected: `${known.steps.length}, one a step`, found: `${known.labels.length}` });
}

/** A record with its number in the file. */
export interface ImportedRecord {
  number: number;
  shape: ShapeId;
  record: DataRecord;
}
