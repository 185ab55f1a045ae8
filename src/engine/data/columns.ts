import type { Outcome } from "./record-reader.ts";

/** What became of a column, or of a key inside of one, in the records that have something under it. */
export interface ColumnAccount {
  /** With dots before keys inside of others. */
  column: string;
  /** Records of which it was read. */
  read: number;
  /** Records that were used without it: it says nothing that was asked or answered, or no map leads to it. */
  unread: number;
  /** Records that had something under it and were refused, for it or for something else. */
  refused: number;
}

/** More have no names of their own; a file with so many keys has another for every record. */
const MOST_COLUMNS = 200;

/** Counts what becomes of columns, record by record. */
export class ColumnTally {
  readonly #columns = new Map<string, ColumnAccount>();

  add({ kind, columns: { read, unread } }: Outcome): void {
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

/** What became of a column, for a person. */
export function columnText({ column, read, unread, refused }: ColumnAccount): string {
  const parts = [
    ...(read > 0 ? [`read ${read} times`] : []),
    ...(unread > 0 ? [`not read ${unread} times`] : []),
    ...(refused > 0 ? [`in ${refused} refused`] : []),
  ];
  return `${column} ${parts.join(", ")}`;
}
