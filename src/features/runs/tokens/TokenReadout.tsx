import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { Selection } from "../../../state/selection.ts";
import { probabilityText, signedText } from "../../../ui/numbers.ts";
import { visibleText } from "../../../ui/token-figure/columns.ts";
import type { FigureTrajectory } from "../../../ui/token-figure/model.ts";
import type { ComparedRewards } from "./compared.ts";
import type { DrawnRun } from "./drawn-run.ts";
import own from "./TokensPanel.module.css";

export interface ComparedFigure {
  rows: readonly FigureTrajectory[];
  compared: readonly ComparedRewards[];
  first: DrawnRun;
  second: DrawnRun;
}

/** The figures of the token under the pointer or the focus. */
export function TokenReadout({
  selection,
  rows,
  compared,
  first,
  second,
}: ComparedFigure & { selection: StoreApi<Selection> }) {
  const place = useStore(selection, ({ hovered, pinned }) => hovered ?? pinned);
  const row = place && rows[place.branchId];
  const rewards = place && compared[place.branchId];
  const [one, other, difference] = [rewards?.first, rewards?.second, rewards?.differences].map(
    (values) => values?.[place?.column ?? -1],
  );
  if (!place || !row || one === undefined || other === undefined || difference === undefined) {
    return <p className={own.readout}>{t("Point at a token, or walk along with the arrow keys, for its figures.")}</p>;
  }
  const token = row.tokens[place.column - 1];
  return (
    <p className={own.readout} data-testid="readout">
      {translated(row.letter)},{" "}
      {token
        ? t("token {column} “{text}”", { column: place.column, text: visibleText(token.text) })
        : t("end of the prompt")}
      {token && <> · q {probabilityText(token.q)}</>} · {first.name} <b>{signedText(one)}</b> · {second.name}{" "}
      <b>{signedText(other)}</b> · {t("difference")} <b>{signedText(difference)}</b>
    </p>
  );
}
