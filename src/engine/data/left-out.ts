import { PlaygroundError, type ProblemReport } from "../errors.ts";
import { type Reason, UnusableRecord } from "../unusable-record.ts";
import { type Place, placeText } from "./place.ts";

/** A record that is left out of what is computed from its file. */
export interface Omission extends Place {
  why: Reason;
  /** What is wrong with it, where, and what to do. */
  report: ProblemReport;
}

/** What was left out of what is computed from one or several files. */
export interface LeftOut {
  /** How many records, by the reason. */
  reasons: Partial<Record<Reason, number>>;
  /** Where they stand, the first `MOST_NAMED` of them. */
  records: Omission[];
}

/** More are counted but not named: they would outgrow the data. */
const MOST_NAMED = 10_000;

export const NOTHING_LEFT_OUT: LeftOut = { reasons: {}, records: [] };

/** Collects the records that cannot be used, each once, so that the others can be gone on with. */
export class Omissions {
  readonly #records = new Map<string, Omission>();

  /** The result of some work on a record; null where the record turns out to be unusable, which is noted. */
  attempt<Result>(place: Place, work: () => Result): Result | null {
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof UnusableRecord)) throw thrown;
      this.add(place, thrown);
      return null;
    }
  }

  /** Of a record that cannot be used for several reasons, the first counts. */
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

/** What was left out at several stages, or of several files, together. */
export function allLeftOut(parts: readonly LeftOut[]): LeftOut {
  const reasons: LeftOut["reasons"] = {};
  for (const part of parts) {
    for (const [why, count] of Object.entries(part.reasons) as [Reason, number][])
      reasons[why] = (reasons[why] ?? 0) + count;
  }
  return { reasons, records: parts.flatMap(({ records }) => records).slice(0, MOST_NAMED) };
}

/** Some of what was left out, as all there is. */
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
  const reasons = Object.entries(leftOut.reasons).map(([why, times]) => `${times} ${why}`);
  return `${count} record${count === 1 ? "" : "s"}: ${reasons.join(", ")}`;
}

/** "pairs.jsonl, line 4: too long. Prompt and response do not fit …" */
export function omissionText({ why, report: { what, where, expected, found } }: Omission): string {
  const contrast = expected === undefined ? "" : ` Expected ${expected}, found ${found ?? "nothing"}.`;
  return `${where}: ${why}. ${what}${what.endsWith(".") ? "" : "."}${contrast}`;
}

/**
 * Ends what has no record left to work on.
 * @param name names the file
 * @throws PlaygroundError saying how many were left out and why, with the first of them
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

/** @throws PlaygroundError naming the first record that was left out, where there is one */
export function insistOnAll(leftOut: LeftOut): void {
  const [first] = leftOut.records;
  if (!first) return;
  const others = countOf(leftOut) - 1;
  throw new PlaygroundError({
    ...first.report,
    where: `${first.report.where}${others > 0 ? `, and ${others} more` : ""}`,
    fix: "Mend or remove the records, or leave them out by not insisting on all of them.",
  });
}
