import { PlaygroundError, type ProblemReport } from "../errors.ts";
import { type Reason, UnusableRecord } from "../unusable-record.ts";
import { type Place, placeText } from "./place.ts";

/** A record that computations from its file leave out. */
export interface Omission extends Place {
  why: Reason;
  /** What is wrong with the record, where it is, and what to do. */
  report: ProblemReport;
}

/** The records that a computation from one or several files left out. */
export interface LeftOut {
  /** How many records were left out, by the reason. */
  reasons: Partial<Record<Reason, number>>;
  /** The first `MOST_NAMED` of these records. */
  records: Omission[];
}

/** Records beyond this number are counted but not named: the names would take more room than the data. */
const MOST_NAMED = 10_000;

export const NOTHING_LEFT_OUT: LeftOut = { reasons: {}, records: [] };

/** Collects the records that cannot be used, each record once, so that the work can go on with the others. */
export class Omissions {
  readonly #records = new Map<string, Omission>();

  /** Returns the result of some work on a record; if the record turns out to be unusable, notes it and returns null. */
  attempt<Result>(place: Place, work: () => Result): Result | null {
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof UnusableRecord)) throw thrown;
      this.add(place, thrown);
      return null;
    }
  }

  /** Adds a record. If a record cannot be used for several reasons, the first reason counts. */
  add(place: Place, { why, report }: Pick<Omission, "why" | "report">): void {
    const key = placeText(place);
    if (this.#records.has(key)) return;
    const { file, unit, number } = place;
    const { where = key } = report;
    const named = where.startsWith(key) ? where : `${key}, ${where}`;
    this.#records.set(key, { file, unit, number, why, report: { ...report, where: named } });
  }

  has(place: Place): boolean {
    return this.#records.has(placeText(place));
  }

  account(): LeftOut {
    return countedAnew([...this.#records.values()]);
  }
}

/** Adds up what was left out at several stages or of several files. */
export function allLeftOut(parts: readonly LeftOut[]): LeftOut {
  const reasons: LeftOut["reasons"] = {};
  for (const part of parts) {
    for (const [why, count] of Object.entries(part.reasons) as [Reason, number][])
      reasons[why] = (reasons[why] ?? 0) + count;
  }
  return { reasons, records: parts.flatMap(({ records }) => records).slice(0, MOST_NAMED) };
}

/** Counts these records anew, as if nothing else had been left out. */
export function countedAnew(records: readonly Omission[]): LeftOut {
  const reasons: LeftOut["reasons"] = {};
  for (const { why } of records) reasons[why] = (reasons[why] ?? 0) + 1;
  return { reasons, records: records.slice(0, MOST_NAMED) };
}

/** How many records were left out. */
export function countOf({ reasons }: LeftOut): number {
  return Object.values(reasons).reduce((sum, count) => sum + count, 0);
}

/** "3 records: 2 same tokens on both sides, 1 too long". */
export function leftOutSummary(leftOut: LeftOut): string {
  const count = countOf(leftOut);
  const reasons = Object.entries(leftOut.reasons).map(([why, times]) => `${times.toLocaleString("en")} ${why}`);
  return `${count.toLocaleString("en")} record${count === 1 ? "" : "s"}: ${reasons.join(", ")}`;
}

/** "pairs.jsonl, line 4: too long. Prompt and response do not fit …" */
export function omissionText({ why, report: { what, where, expected, found } }: Omission): string {
  const contrast = expected === undefined ? "" : ` Expected ${expected}, found ${found ?? "nothing"}.`;
  return `${where}: ${why}. ${what}${what.endsWith(".") ? "" : "."}${contrast}`;
}

/**
 * Ends a computation that has no record left.
 * @param name the name of the file in errors
 * @throws PlaygroundError saying how many records were left out and why, with the first of them
 */
export function checkSomeLeft(left: number, name: string, leftOut: LeftOut): void {
  const [first] = leftOut.records;
  if (left > 0 || !first) return;
  throw new PlaygroundError({
    what: `No record is left to work on. ${omissionText(first)}`,
    where: name,
    expected: "at least one record that can be used",
    found: `none; left out are ${leftOutSummary(leftOut)}`,
    ...(first.report.fix !== undefined && { fix: first.report.fix }),
  });
}

/** Demands that no record was left out. @throws PlaygroundError naming the first record that was */
export function insistOnAll(leftOut: LeftOut): void {
  const [first] = leftOut.records;
  if (!first) return;
  const others = countOf(leftOut) - 1;
  throw new PlaygroundError({
    ...first.report,
    where: `${first.report.where}${others > 0 ? `, and ${others} more` : ""}`,
    fix: "Correct or remove these records, or omit --strict to leave them out.",
  });
}
