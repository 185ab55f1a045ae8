import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { signedText } from "../../../ui/numbers.ts";
import { visibleText } from "../../../ui/token-figure/columns.ts";
import { largestDifferences } from "./compared.ts";
import type { ComparedFigure } from "./TokenReadout.tsx";
import own from "./TokensPanel.module.css";

/** The places where the runs differ most, in words; they are marked in the figure. */
export function LargestDifferences({ rows, compared, first, second }: ComparedFigure) {
  return (
    <ul className={own.largest} aria-label={t("Largest differences")}>
      {rows.map(({ id, letter, tokens }, i) => {
        const { first: ones = [], second: others = [], differences = [] } = compared[i] ?? {};
        return (
          <li key={id}>
            {translated(letter)}:{" "}
            {largestDifferences(differences).map((column) => {
              const token = tokens[column - 1];
              return (
                <span key={column} className={own.difference}>
                  {token
                    ? t("token {column} “{text}”", { column, text: visibleText(token.text) })
                    : t("end of the prompt")}{" "}
                  <b>{signedText(differences[column] ?? 0)}</b> ({first.name} {signedText(ones[column] ?? 0)},{" "}
                  {second.name} {signedText(others[column] ?? 0)})
                </span>
              );
            })}
          </li>
        );
      })}
    </ul>
  );
}
