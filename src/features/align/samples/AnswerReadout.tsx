import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { sigmoid } from "../../../engine/statistics/logistic.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { Selection } from "../../../state/selection.ts";
import { fixedText, probabilityText, signedText } from "../../../ui/numbers.ts";
import { visibleText } from "../../../ui/token-figure/columns.ts";
import type { FigureTrajectory } from "../../../ui/token-figure/model.ts";
import type { ModelEntry } from "../../../worker/records.ts";
import classes from "./Samples.module.css";

interface AnswerReadoutProps {
  selection: StoreApi<Selection>;
  trajectories: readonly FigureTrajectory[];
  model: ModelEntry;
}

/** The figures of the token under the pointer or the focus. Always rendered, so that nothing below moves. */
export function AnswerReadout({ selection, trajectories, model }: AnswerReadoutProps) {
  const place = useStore(selection, ({ hovered, pinned }) => hovered ?? pinned);
  const row = trajectories.find(({ id }) => id === place?.branchId);
  const reward = place && row?.rewards[model.id]?.[place.column];
  if (!place || !row || reward === undefined || reward === null) {
    return <p className={classes.note}>{t("Point at a token, or walk along with the arrow keys, for its figures.")}</p>;
  }
  const token = row.tokens[place.column - 1];
  return (
    <p className={classes.note} data-testid="answer-readout">
      {row.letter},{" "}
      {token
        ? t("token {column} “{text}”", { column: place.column, text: visibleText(token.text) })
        : t("end of the prompt")}
      {token && (
        <>
          {" "}
          · q <b>{probabilityText(token.q)}</b>
        </>
      )}{" "}
      · {translated(model.name)} r <b>{signedText(reward)}</b>, σ(r) <b>{fixedText(sigmoid(reward), 3)}</b>
    </p>
  );
}
