import { t } from "../../i18n/i18n.ts";
import type { ColumnLayout } from "./columns.ts";
import { Gutter } from "./Gutter.tsx";
import { onRuler, rowHeights } from "./layout.ts";
import classes from "./TokenFigure.module.css";

/** The numbers of tokens, above the rows of a token figure. */
export function TokenRuler({ layout }: { layout: Pick<ColumnLayout, "columns"> }) {
  return (
    <div className={classes.row}>
      <Gutter height={rowHeights.ruler}>
        <span className={classes.gutterNote}>{t("token")}</span>
      </Gutter>
      <div className={classes.ruler} aria-hidden>
        {layout.columns
          .filter(({ index }) => onRuler(index) && index > 0)
          .map(({ index, center }) => (
            <span key={index} style={{ left: center }}>
              {index}
            </span>
          ))}
      </div>
    </div>
  );
}
