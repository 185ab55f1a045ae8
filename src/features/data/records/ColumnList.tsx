import { type ColumnAccount, columnText } from "../../../engine/data/columns.ts";
import type { Remark } from "../../../engine/data/remarks.ts";
import { countText } from "../../../ui/numbers.ts";
import classes from "./Records.module.css";

/** What became of every column, and what a person should know about the used records. */
export function ColumnList({
  columns = [],
  remarks = [],
  unit,
}: {
  columns?: readonly ColumnAccount[] | undefined;
  remarks?: readonly Remark[] | undefined;
  unit: string;
}) {
  return (
    <>
      {remarks.map(({ what, count, numbers }) => (
        <p key={what} className={classes.account} data-testid="remark">
          {countText(count)} {unit}s ({numbers.map((number) => countText(number)).join(", ")}
          {count > numbers.length && ", …"}): {what}
        </p>
      ))}
      {columns.length > 0 && (
        <p className={classes.account} data-testid="columns">
          Columns: {columns.map(columnText).join("; ")}
        </p>
      )}
    </>
  );
}
