import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import type { ChartCell, ChartNumbers } from "../chart-table/ChartTable.tsx";
import { visibleText } from "./columns.ts";
import type { FigureTrajectory } from "./model.ts";

/** A quantity that a figure draws along its rows. */
export interface TokenSeries {
  name: string;
  /**
   * The quantity of a row at a column; undefined or NaN where it is not known.
   * @param column 0 for the end of the prompt, then one per token
   */
  at(row: number, column: number): number | null | undefined;
}

/** What a figure over tokens draws, as a table: a row per token, with its generation probability and every series. */
export function tokenNumbers(
  rows: readonly Pick<FigureTrajectory, "letter" | "tokens">[],
  series: readonly TokenSeries[],
): ChartNumbers {
  const cell = (value: number | null | undefined): ChartCell =>
    value === null || value === undefined || Number.isNaN(value) ? null : value;
  return {
    columns: [t("token"), "q", ...series.map(({ name }) => name)],
    rows: rows.flatMap(({ letter, tokens }, row) =>
      [null, ...tokens].map((token, column) => [
        `${translated(letter)} ${column} ${token ? visibleText(token.text) : t("end of the prompt")}`,
        token ? cell(token.q) : null,
        ...series.map(({ at }) => cell(at(row, column))),
      ]),
    ),
  };
}
