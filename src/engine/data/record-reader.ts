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

/** How the records of a file are read. */
export interface RecordReaderOptions extends ShapeSettings {
  /** The shape of every record; null detects the shape record by record. */
  shape: ShapeId | null;
  /** Paths of TRL's fields in records of an unknown shape; null if the shape is known. */
  map: FieldMap | null;
}

/** The columns of a record that were read, and the columns or nested keys with a value that were not. */
export interface Columns {
  read: readonly string[];
  unread: readonly string[];
}

/**
 * What became of a value: a record, a record that prefers neither response, or the reason why the value cannot be used.
 */
export type ReadOutcome = (
  | { kind: "record"; shape: ShapeId; record: DataRecord }
  | { kind: "undecided"; why: string }
  | { kind: "refused"; problem: FieldProblem }
) & { columns: Columns };

export const NO_COLUMNS: Columns = { read: [], unread: [] };

/** Turns the values of one file into records. */
export class RecordReader {
  readonly #options: RecordReaderOptions;
  /**
   * The shape of the last valid record. A record without the keys that decide its shape is checked against this shape.
   */
  #usual: AnyShape | null = null;

  constructor(options: RecordReaderOptions) {
    this.#options = options;
  }

  /** The outcome of a value, or of a place where no value could be read. */
  outcomeOf(entry: Entry): ReadOutcome {
    return "problem" in entry
      ? { kind: "refused", problem: entry.problem, columns: NO_COLUMNS }
      : this.read(entry.value);
  }

  read(value: unknown): ReadOutcome {
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

/** The columns in which a record has a value. */
function filled(record: JsonObject): string[] {
  return Object.keys(record).filter((key) => meaningOf(key, record[key]) !== "empty");
}

/** Columns that no path of the map leads into, and the unread parts of the columns that a path leads into. */
function unmapped(columns: readonly string[], unread: readonly string[], map: FieldMap): string[] {
  const mapped = new Set(Object.values(map).map((path) => path.split(".")[0]));
  return [...columns.filter((column) => !mapped.has(column)), ...unread.map((key) => unmappedField(key, map))];
}

/** Data nest by a handful of levels; what visits them level by level has to come to an end. */
const DEEPEST = 100;

/** Demands a JSON object of at most `DEEPEST` levels. @throws Misfit */
function objectOf(value: unknown): JsonObject {
  if (!isWithin(value, DEEPEST)) {
    throw new Misfit({ field: WHOLE_RECORD, expected: `at most ${DEEPEST} levels in one another`, found: "more" });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Misfit({ field: WHOLE_RECORD, expected: "a JSON object", found: excerpt(value) });
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}
