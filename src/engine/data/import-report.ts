import { PlaygroundError } from "../errors.ts";
import { type ColumnAccount, ColumnTally } from "./columns.ts";
import { Contradictions } from "./contradictions.ts";
import type { FieldProblem } from "./misfit.ts";
import { PairTally } from "./pair-up.ts";
import type { Unit } from "./reading/entry.ts";
import type { DataRecord } from "./record.ts";
import type { ReadOutcome } from "./record-reader.ts";
import { type Remark, Remarks } from "./remarks.ts";
import type { ShapeId } from "./shapes/index.ts";

/** A record (line, element or row) that could not be used. */
export interface Refusal extends FieldProblem {
  number: number;
}

/**
 * What became of every record of a file. `read` = used + refused + the sum of `undecided` + the records that `without`
 * left out.
 */
export interface ImportReport {
  /** What the file is counted in: the `number` of a refusal is a number of lines, elements or rows. */
  unit: Unit;
  /** The shape of most records; null if no record could be used. */
  shape: ShapeId | null;
  /** Number of used records, by shape. */
  shapes: Partial<Record<ShapeId, number>>;
  read: number;
  used: number;
  refused: number;
  /** Number of well-formed records that prefer neither response, by the reason. */
  undecided: Record<string, number>;
  /** Number of preference pairs that `preferencePairs` makes of the used records. */
  pairs: number;
  /** Number of comparisons that make no pair, because all responses are right or none is. */
  unpaired: { allRight: number; noneRight: number };
  /** What became of every column. */
  columns: ColumnAccount[];
  /** Things that should be known about the used records. */
  remarks: Remark[];
  /**
   * Used records that say the opposite of another record; computations from the file leave them out. Reports of earlier
   * versions lack the field.
   */
  contradictory?: Contradictory[];
  /** The first `MOST_REFUSALS` refusals. */
  refusals: Refusal[];
}

/** A record (line, element or row) that says the opposite of another record. */
export interface Contradictory {
  number: number;
  other: number;
}

/** Refusals beyond this number are counted but not kept: they would take more room than the data. */
export const MOST_REFUSALS = 10_000;

/** Demands that at least one record of a file was used. @throws PlaygroundError with the reason of the first refusal */
export function checkUsed(
  { unit, read, used, undecided, refusals: [first] }: ImportReport,
  name: string,
  fix: string,
): void {
  if (used > 0) return;
  const why = Object.keys(undecided)[0];
  throw new PlaygroundError({
    what: `None of the ${read} ${unit}s can be used`,
    where: first ? `${name}, ${unit} ${first.number}, field ${first.field}` : name,
    expected: first?.expected ?? "a record that prefers one response",
    found: first?.found ?? why ?? "none",
    fix,
  });
}

export function noRecords(name: string): PlaygroundError {
  return new PlaygroundError({
    what: "The file holds no records",
    where: name,
    expected: "at least one record",
    found: "none",
    fix: "Give one JSON object a line.",
  });
}

/** Keeps the report of an import, record by record. */
export class Account {
  readonly #unit: Unit;
  readonly #shapes = new Map<ShapeId, number>();
  readonly #undecided = new Map<string, number>();
  readonly #pairs = new PairTally();
  readonly #contradictions = new Contradictions();
  readonly #unpaired = { allRight: 0, noneRight: 0 };
  readonly #columns = new ColumnTally();
  readonly #remarks = new Remarks();
  readonly #refusals: Refusal[] = [];
  #refused = 0;
  read = 0;

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  enter(number: number, outcome: ReadOutcome): void {
    this.read += 1;
    this.#columns.add(outcome);
    if (outcome.kind === "record") this.#use(number, outcome.shape, outcome.record);
    else if (outcome.kind === "undecided") increment(this.#undecided, outcome.why);
    else {
      this.#refused += 1;
      if (this.#refusals.length < MOST_REFUSALS) this.#refusals.push({ number, ...outcome.problem });
    }
  }

  /** Counts a record that is left out unread. */
  leaveOut(): void {
    this.read += 1;
  }

  report(): ImportReport {
    const shapes = [...this.#shapes].sort(([, a], [, b]) => b - a);
    return {
      unit: this.#unit,
      shape: shapes[0]?.[0] ?? null,
      shapes: Object.fromEntries(shapes),
      read: this.read,
      used: shapes.reduce((sum, [, count]) => sum + count, 0),
      refused: this.#refused,
      undecided: Object.fromEntries(this.#undecided),
      pairs: this.#pairs.pairs,
      unpaired: this.#unpaired,
      columns: this.#columns.accounts(),
      remarks: this.#remarks.found(),
      contradictory: this.#contradictions.found(),
      refusals: this.#refusals,
    };
  }

  #use(number: number, shape: ShapeId, record: DataRecord): void {
    increment(this.#shapes, shape);
    this.#pairs.add(record);
    this.#remarks.add(number, record);
    this.#contradictions.add(number, record);
    if (record.kind !== "comparison") return;
    if (record.rejected.length === 0) this.#unpaired.allRight += 1;
    else if (record.chosen.length === 0) this.#unpaired.noneRight += 1;
  }
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
