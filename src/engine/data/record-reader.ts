import type { JsonObject } from "../checkpoint/json.ts";
import { type FieldMap, mapFields, unmappedField } from "./field-map.ts";
import { isKept, parseKept } from "./kept-record.ts";
import { excerpt, type FieldProblem, Misfit, WHOLE_RECORD } from "./misfit.ts";
import type { DataRecord } from "./record.ts";
import { type AnyShape, detectShape, type ShapeId, type ShapeSettings, shapeById } from "./shapes/index.ts";

/** How the records of a file are to be read. */
export interface RecordReaderOptions extends ShapeSettings {
  /** The shape of every record; null detects it record by record. */
  shape: ShapeId | null;
  /** Where TRL's fields are found in records of a shape of their own; null where they are of a known one. */
  map: FieldMap | null;
}

/** What became of a value: a record, nothing to prefer, or a reason why it could not be used. */
export type Outcome =
  | { kind: "record"; shape: ShapeId; record: DataRecord }
  | { kind: "undecided"; why: string }
  | { kind: "refused"; problem: FieldProblem };

/** Reads the values of one file to records. */
export class RecordReader {
  readonly #options: RecordReaderOptions;
  /** The shape of the last record that fitted: what a record without its deciding key was most likely meant to be. */
  #usual: AnyShape | null = null;

  constructor(options: RecordReaderOptions) {
    this.#options = options;
  }

  read(value: unknown): Outcome {
    const { map, shape } = this.#options;
    try {
      const object = objectOf(value);
      if (isKept(object)) return { kind: "record", ...parseKept(object) };
      const record = map ? mapFields(object, map) : object;
      return shape ? this.#parse(record, shapeById(shape)) : this.#detect(record);
    } catch (thrown) {
      if (!(thrown instanceof Misfit)) throw thrown;
      const { field, expected, found } = thrown;
      return { kind: "refused", problem: { field: map ? unmappedField(field, map) : field, expected, found } };
    }
  }

  #detect(record: JsonObject): Outcome {
    let misfit: Misfit | null = null;
    for (const shape of new Set([detectShape(record), this.#usual])) {
      if (!shape) continue;
      try {
        return this.#parse(record, shape);
      } catch (thrown) {
        if (!(thrown instanceof Misfit)) throw thrown;
        misfit = thrown;
      }
    }
    const keys = excerpt(Object.keys(record).join(", "));
    throw misfit ?? new Misfit({ field: WHOLE_RECORD, expected: "the keys of a known shape", found: keys });
  }

  #parse(record: JsonObject, shape: AnyShape): Outcome {
    const parsed = shape.parse(record, this.#options);
    if (parsed.kind === "undecided") return parsed;
    this.#usual = shape;
    return { kind: "record", shape: shape.id, record: parsed };
  }
}

/** @throws Misfit */
function objectOf(value: unknown): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Misfit({ field: WHOLE_RECORD, expected: "a JSON object", found: excerpt(value) });
}
