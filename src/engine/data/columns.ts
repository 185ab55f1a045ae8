import { msg } from "../../i18n/msg.ts";
import type { ReadOutcome } from "./record-reader.ts";

/** What became of a column, or of a key nested in one, over the records that have a value there. */
export interface ColumnAccount {
  /** Name of the column; nested keys are joined by dots. */
  column: string;
  /** Number of records whose value in the column was read. */
  read: number;
  /**
   * Number of records used without the column's value: no field map leads to it, and it holds no prompt or response.
   */
  unread: number;
  /** Number of refused records with a value in the column, whatever the reason of the refusal. */
  refused: number;
}

/** Columns beyond this number are not listed by name: in a file with so many keys, every record has other keys. */
const MOST_COLUMNS = 200;

/** Counts, record by record, what becomes of every column. */
export class ColumnTally {
  readonly #columns = new Map<string, ColumnAccount>();

  add({ kind, columns: { read, unread } }: ReadOutcome): void {
    for (const column of read) this.#count(column, kind === "refused" ? "refused" : "read");
    for (const column of unread) this.#count(column, kind === "refused" ? "refused" : "unread");
  }

  accounts(): ColumnAccount[] {
    return [...this.#columns.values()];
  }

  #count(column: string, as: "read" | "unread" | "refused"): void {
    let account = this.#columns.get(column);
    if (!account && this.#columns.size >= MOST_COLUMNS) return;
    account ??= { column, read: 0, unread: 0, refused: 0 };
    account[as] += 1;
    this.#columns.set(column, account);
  }
}

/** What became of a column, as a phrase for a person. */
export function columnText({ column, read, unread, refused }: ColumnAccount): string {
  const parts = [
    ...(read > 0 ? [msg(`read ${read.toLocaleString("en")} times`)] : []),
    ...(unread > 0 ? [msg(`not read ${unread.toLocaleString("en")} times`)] : []),
    ...(refused > 0 ? [msg(`in ${refused.toLocaleString("en")} refused`)] : []),
  ];
  return `${column} ${parts.join(", ")}`;
}
