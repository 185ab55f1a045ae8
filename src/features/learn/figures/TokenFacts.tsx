import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { sigmoid } from "../../../engine/statistics/logistic.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { Selection } from "../../../state/selection.ts";
import { fixedText, probabilityText, signedText } from "../../../ui/numbers.ts";
import { visibleText } from "../../../ui/token-figure/columns.ts";
import type { FigureModel, FigureTrajectory } from "../../../ui/token-figure/model.ts";
import classes from "./Figures.module.css";

const words = {
  none: msg("Point at a token, or press Tab and walk with the arrow keys."),
  prompt: msg("end of the prompt"),
  token: (column: number, text: string) => t("token {column}, {text}", { column, text }),
};

interface TokenFactsProps {
  selection: StoreApi<Selection>;
  rows: readonly FigureTrajectory[];
  models: readonly FigureModel[];
}

/** The numbers of the token under the pointer or the focus. */
export function TokenFacts({ selection, rows, models }: TokenFactsProps) {
  const place = useStore(selection, ({ hovered, pinned }) => hovered ?? pinned);
  const row = rows.find(({ id }) => id === place?.branchId);
  if (!place || !row) return <p className={classes.facts}>{translated(words.none)}</p>;
  const token = row.tokens[place.column - 1];
  const values = row.exact && [row.exact.prompt, ...row.exact.tokens];
  const value = values?.[place.column];
  return (
    <p className={classes.facts}>
      <b>{token ? words.token(place.column, visibleText(token.text)) : translated(words.prompt)}</b>
      {token && <span data-symbol="q">q {probabilityText(token.q)}</span>}
      {models.map(({ id, name }) => {
        const reward = row.rewards[id]?.[place.column];
        return (
          reward !== undefined && (
            <span key={id}>
              {name} r {signedText(reward)}, σ {fixedText(sigmoid(reward), 2)}
            </span>
          )
        );
      })}
      {value !== undefined && value !== null && <span data-symbol="Vstar">V* {fixedText(value, 2)}</span>}
    </p>
  );
}
