import { Select } from "@mantine/core";
import { memo, useDeferredValue, useMemo } from "react";
import { useStore } from "zustand";
import type { Field } from "../../../engine/sweep/variation.ts";
import { t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { OBJECTIVE_AXIS, type SweepViews } from "../../../state/sweep-view.ts";
import { contrast, mix } from "../../../ui/oklab.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { isInside, type Row, type TrialAxis, textAt } from "../rows.ts";
import { type HeatCell, heatCells, stretchesOf } from "./heat.ts";
import classes from "./Plots.module.css";

interface HeatMapProps {
  axes: readonly TrialAxis[];
  rows: readonly Row[];
  objective: TrialAxis;
  views: SweepViews;
}

/** Mean objective over two fields. Pressing a cell brushes its ranges. */
export function HeatMap({ axes, rows, objective, views }: HeatMapProps) {
  const heat = useStore(views.view, (view) => view.heat);
  const brushes = useDeferredValue(useStore(views.view, (view) => view.brushes));
  const hovered = useDeferredValue(useStore(views.hovered, ({ key }) => key));
  const palette = usePalette();
  const fields = axes.filter(({ id }) => id !== OBJECTIVE_AXIS);
  const known = (id: string | undefined) => fields.find((axis) => axis.id === id);
  const x = known(heat?.[0]) ?? (fields[0] as TrialAxis);
  const y = known(heat?.[1]) ?? (fields.find(({ id }) => id !== x.id) as TrialAxis);
  const [across, up] = useMemo(() => [stretchesOf(x), stretchesOf(y)], [x, y]);
  const textsOf = (axis: TrialAxis, parts: typeof across) => axis.textsAt(parts.map(({ stretch: [low] }) => low));
  const [acrossTexts, upTexts] = [textsOf(x, across), textsOf(y, up)];
  const cells = useMemo(() => {
    const inside = rows.filter((row) => isInside(row, brushes));
    const stretches = (parts: typeof across) => parts.map(({ stretch }) => stretch);
    return heatCells(inside, [x.id, y.id], stretches(across), stretches(up));
  }, [rows, brushes, x.id, y.id, across, up]);
  const lit = rows.find(({ key }) => key === hovered);
  const choose = (place: 0 | 1) => (id: string | null) => {
    if (!id) return;
    const next: [string, string] = [x.id, y.id];
    // If both fields would be the same, the other one takes the place of this one.
    if (next[1 - place] === id) next[1 - place] = next[place] as string;
    next[place] = id;
    views.view.setState({ heat: next as [Field, Field] });
  };
  const data = fields.map(({ id, label }) => ({ value: id, label }));
  return (
    <section aria-label={t("Heat map")} className={classes.heat}>
      <div className={classes.heatHead}>
        <Trans
          id="<b>{label}</b> over <across/> and <upwards/>"
          components={{
            b: <b />,
            across: (
              <Select
                aria-label={t("Across")}
                w={130}
                allowDeselect={false}
                value={x.id}
                data={data}
                onChange={choose(0)}
              />
            ),
            upwards: (
              <Select
                aria-label={t("Upwards")}
                w={130}
                allowDeselect={false}
                value={y.id}
                data={data}
                onChange={choose(1)}
              />
            ),
          }}
          values={{ label: objective.label }}
        />
      </div>
      <table className={classes.heatTable}>
        <tbody>
          {cells.map((line, i) => (
            <tr key={String(line[0]?.y[0])}>
              <th scope="row">{up.at(-1 - i)?.text || upTexts.at(-1 - i)}</th>
              {line.map((cell) => (
                <td key={cell.x[0]}>
                  <Cell
                    cell={cell}
                    x={x}
                    y={y}
                    objective={objective}
                    palette={palette}
                    views={views}
                    lit={lit !== undefined && isInside(lit, { [x.id]: cell.x, [y.id]: cell.y })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {across.map(({ stretch, text }, i) => (
              <th key={stretch[0]} scope="col">
                {text || acrossTexts[i]}
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

interface CellProps {
  cell: HeatCell;
  x: TrialAxis;
  y: TrialAxis;
  objective: TrialAxis;
  palette: Shades;
  /** Whether the trial under the pointer lies in the cell. */
  lit: boolean;
  views: SweepViews;
}

const Cell = memo(function Cell({ cell, x, y, objective, palette, lit, views }: CellProps) {
  const text = cellText(cell, x, y, objective);
  return (
    <button
      type="button"
      className={classes.cell}
      data-lit={lit || undefined}
      style={shade(cell, palette)}
      disabled={cell.trials === 0}
      aria-label={text}
      title={text}
      onClick={() => {
        views.brush(x.id, cell.x);
        views.brush(y.id, cell.y);
      }}
    >
      {cell.trials > 0 ? textAt(objective, cell.mean) : ""}
    </button>
  );
});

type Shades = Record<"line" | "ink", string>;

const BLACK = "#000000";
const WHITE = "#ffffff";

/**
 * The shade of a cell, with black or white text: one of the two contrasts with any shade by 4.5 : 1, which the theme's
 * ink and paper do not.
 */
function shade({ trials, mean }: HeatCell, { line, ink }: Shades) {
  if (trials === 0) return { background: "transparent" };
  const background = mix(line, ink, mean);
  return { background, color: contrast(background, WHITE) > contrast(background, BLACK) ? WHITE : BLACK };
}

function cellText(
  { x: across, y: up, trials, mean }: HeatCell,
  x: TrialAxis,
  y: TrialAxis,
  objective: TrialAxis,
): string {
  const stretch = (axis: TrialAxis, [low, high]: readonly [number, number]) =>
    t("{label} {low} to {high}", { label: axis.label, low: textAt(axis, low), high: textAt(axis, high) });
  const figure =
    trials === 0
      ? t("no trials")
      : t("{label} {mean}, mean of {trials} trials", { label: objective.label, mean: textAt(objective, mean), trials });
  return `${stretch(x, across)}, ${stretch(y, up)}: ${figure}`;
}
