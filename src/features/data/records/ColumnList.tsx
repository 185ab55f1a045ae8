import { type ColumnAccount, columnText } from "../../../engine/data/columns.ts";
import type { Unit } from "../../../engine/data/reading/entry.ts";
import type { Remark } from "../../../engine/data/remarks.ts";
import { listed, t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { countText } from "../../../ui/numbers.ts";
import classes from "./Records.module.css";
import { unitsText } from "./texts.ts";

/** What became of a column, in the language of the page. */
function columnWords(account: ColumnAccount): string {
  const { column } = account;
  return `${column} ${translated(columnText(account).slice(column.length + 1))}`;
}

/** What became of every column, and what a person should know about the used records. */
export function ColumnList({
  columns = [],
  remarks = [],
  unit,
}: {
  columns?: readonly ColumnAccount[] | undefined;
  remarks?: readonly Remark[] | undefined;
  unit: Unit;
}) {
  return (
    <>
      {remarks.map(({ what, count, numbers }) => (
        <p key={what} className={classes.account} data-testid="remark">
          {unitsText(count, unit)} ({listed(numbers.map((number) => countText(number)))}
          {count > numbers.length && ", …"}): {translated(what)}
        </p>
      ))}
      {columns.length > 0 && (
        <p className={classes.account} data-testid="columns">
          {t("Columns: {columns}", { columns: listed(columns.map(columnWords), ";") })}
        </p>
      )}
    </>
  );
}
