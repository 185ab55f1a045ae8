import type { JsonObject } from "../checkpoint/json.ts";
import { type FieldMap, mapFields, unmappedField } from "./field-map.ts";
import { isKept, parseKept } from "./kept-record.ts";
import { excerpt, type FieldProblem, Misfit, WHOLE_RECORD } from "./misfit.ts";
import type { Entry } from "./reading/entry.ts";
import type { DataRecord } from "./record.ts";
import {
  type AnyShape,
  detectShape,
  type Reading,
  type ShapeId,
  type ShapeSettings,
  shapeById,
} from "./shapes/index.ts";
import { withConversations } from "./shapes/json-conversation.ts";
import { meaningOf } from "./shapes/meaning.ts";

/** How the records of a file are to be read. */
export interface RecordReaderOptions extends ShapeSettings {
  /** The shape of every record; null detects it record by record. */
  shape: ShapeId | null;
  /** Where TRL's fields are found in records of a shape of their own; null where they are of a known one. */
  map: FieldMap | null;
}

/** What became of the columns of a record: those with a value, and keys inside of them that are not read. */
export interface Columns {
  read: readonly string[];
  unread: readonly string[];
}

/** What became of a value: a record, nothing to prefer, or a reason why it could not be used. */
export type Outcome = (
  | { kind: "record"; shape: ShapeId; record: DataRecord }
  | { kind: "undecided"; why: string }
  | { kind: "refused"; problem: FieldProblem }
) & { columns: Columns };

export const NO_COLUMNS: Columns = { read: [], unread: [] };

/** Reads the values of one file to records. */
export class RecordReader {
  readonly #options: RecordReaderOptions;
  /** The shape of the last record that fitted: what a record without its deciding key was most likely meant to be. */
  #usual: AnyShape | null = null;

  constructor(options: RecordReaderOptions) {
    this.#options = options;
  }

  /** What becomes of a place of a file. */
  outcomeOf(entry: Entry): Outcome {
    return "problem" in entry
      ? { kind: "refused", problem: entry.problem, columns: NO_COLUMNS }
      : this.read(entry.value);
  }

  read(value: unknown): Outcome {
    const { map, shape } = this.#options;
    let columns = NO_COLUMNS;
    try {
      const object = objectOf(value);
      if (isKept(object)) return { kind: "record", ...parseKept(object), columns };
      columns = { read: filled(object), unread: [] };
      const record = withConversations(map ? mapFields(object, map) : object);
      const reading = shape ? this.#parse(record, shapeById(shape)) : this.#detect(record);
      const unread = map ? unmapped(columns.read, reading.unread, map) : reading.unread;
      columns = { read: columns.read.filter((column) => !unread.includes(column)), unread };
      const { says } = reading;
      return says.kind === "undecided" ? { ...says, columns } : { kind: "record", ...reading, record: says, columns };
    } catch (thrown) {
      if (!(thrown instanceof Misfit)) throw thrown;
      const { field, expected, found } = thrown;
      const problem = { field: map ? unmappedField(field, map) : field, expected, found };
      return { kind: "refused", problem, columns };
    }
  }

  #detect(record: JsonObject): ShapedReading {
    let misfit: Misfit | null = null;
    for (const shape of new Set([detectShape(record), this.#usual])) {
      if (!shape) continue;
      try {
        return this.#parse(record, shape);
      } catch (thrown) {
        if (!(thrown instanceof Misfit)) throw thrown;
        misfit ??= thrown;
      }
    }
    const keys = excerpt(Object.keys(record).join(", "));
    throw misfit ?? new Misfit({ field: WHOLE_RECORD, expected: "the keys of a known shape", found: keys });
  }

  #parse(record: JsonObject, shape: AnyShape): ShapedReading {
    const reading = shape.parse(record, this.#options);
    if (reading.says.kind !== "undecided") this.#usual = shape;
    return { shape: shape.id, ...reading };
  }
}

type ShapedReading = Reading & { shape: ShapeId };

/** The columns in which a record has something. */
function filled(record: JsonObject): string[] {
  return Object.keys(record).filter((key) => meaningOf(key, record[key]) !== "empty");
}

/** The columns that no path of a map leads into, and what is not read of those it does. */
function unmapped(columns: readonly string[], unread: readonly string[], map: FieldMap): string[] {
  const mapped = new Set(Object.values(map).map((path) => path.split(".")[0]));
  return [...columns.filter((column) => !mapped.has(column)), ...unread.map((key) => unmappedField(key, map))];
}

/** @throws Misfit */
function objectOf(value: unknown): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Misfit({ field: WHOLE_RECORD, expected: "a JSON object", found: excerpt(value) });
}
