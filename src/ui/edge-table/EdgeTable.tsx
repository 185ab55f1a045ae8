import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { EdgeRow } from "../../engine/training/edge-rows.ts";
import { t } from "../../i18n/i18n.ts";
import type { Selection } from "../../state/selection.ts";
import { axisNumber } from "../live-chart/axis-number.ts";
import { fixedText, percentText, probabilityText } from "../numbers.ts";
import { visibleText } from "../token-figure/columns.ts";
import classes from "./EdgeTable.module.css";

interface EdgeTableProps {
  rows: readonly EdgeRow[];
  /** Tokens of the response. */
  tokens: readonly { text: string }[];
  /** The response's row in a figure beside the table; both share the token under the pointer. */
  branchId: number;
  selection: StoreApi<Selection>;
  colour: string;
  /** Whether nothing is trained on these edges: their bars are then hollow. */
  ignored?: boolean;
}

/** The edges of a response as the consistency term sees them: q, d at both ends, score, and share in the whole term. */
export function EdgeTable({ rows, tokens, branchId, selection, colour, ignored = false }: EdgeTableProps) {
  const column = useStore(selection, ({ hovered, pinned }) => {
    const place = hovered ?? pinned;
    return place?.branchId === branchId ? place.column : null;
  });
  const widest = Math.max(...rows.map(({ share }) => Math.abs(share)), 1e-9);
  return (
    <div className={classes.scroller}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("edge")}</th>
            <th scope="col" title={t("Generation probability of the token the edge leads to")}>
              q
            </th>
            <th scope="col" title={t("How far the prefix before already looks like its label")}>
              d
            </th>
            <th scope="col" title={t("How far the prefix after already looks like its label")}>
              d′
            </th>
            <th scope="col" title={t("Score of the edge: what the loss would be without a weight")}>
              s
            </th>
            <th scope="col" title={t("w·s of this edge as a share of the whole pair")}>
              {t("share")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ from, q, d, next, score, share }) => (
            <tr
              key={from}
              data-current={column === from + 2 || undefined}
              onPointerEnter={() => selection.setState({ hovered: { branchId, column: from + 2 } })}
              onPointerLeave={() => selection.setState({ hovered: null })}
            >
              <th scope="row">
                <button
                  type="button"
                  title={t("Mark this token in the figure")}
                  onClick={() => selection.setState({ pinned: { branchId, column: from + 2 } })}
                >
                  {visibleText(tokens[from]?.text ?? "")} → {visibleText(tokens[from + 1]?.text ?? "")}
                </button>
              </th>
              <td>{probabilityText(q)}</td>
              <td>{fixedText(d, 3)}</td>
              <td>{fixedText(next, 3)}</td>
              <td>{axisNumber(score)}</td>
              <td className={classes.share}>
                <span
                  style={{
                    width: `calc(var(--longest) * ${Math.abs(share) / widest})`,
                    background: ignored ? "none" : colour,
                    borderColor: colour,
                  }}
                  aria-hidden
                />
                {percentText(share)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
