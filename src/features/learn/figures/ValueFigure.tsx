import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { knownValue } from "../../../engine/evaluation/known-value.ts";
import type { KnownValue } from "../../../engine/evaluation/trajectory.ts";
import { valueEdges } from "../../../engine/evaluation/value-edges.ts";
import { sigmoid } from "../../../engine/statistics/logistic.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { createSelection } from "../../../state/selection.ts";
import { fixedText, probabilityText } from "../../../ui/numbers.ts";
import { squareRootAxis } from "../../../ui/token-figure/axis.ts";
import { type ColumnLayout, visibleText } from "../../../ui/token-figure/columns.ts";
import { EdgePanel } from "../../../ui/token-figure/EdgePanel.tsx";
import type { EdgeBar } from "../../../ui/token-figure/edge-bars.ts";
import { AxisGutter } from "../../../ui/token-figure/Gutter.tsx";
import { rowHeights } from "../../../ui/token-figure/layout.ts";
import type { FigureModel } from "../../../ui/token-figure/model.ts";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import type { Side } from "../../../ui/token-figure/sides.ts";
import figureClasses from "../../../ui/token-figure/TokenFigure.module.css";
import { TokenTrack } from "../../../ui/token-figure/TokenTrack.tsx";
import { usePrediction } from "../lesson-context.ts";
import { Figure } from "../parts/Figure.tsx";
import { lessonPair } from "../recordings/lesson-pair.ts";
import classes from "./Figures.module.css";
import { type Generator, pairRow } from "./pair-rows.ts";
import { ValueRow } from "./ValueRow.tsx";

/** A quantity along an answer, and the probabilities that bound its moves. */
interface Source {
  name: string;
  symbol: string;
  generator: Generator;
  model: FigureModel;
  values(side: Side): readonly KnownValue[];
}

const truth: FigureModel = { id: "truth", name: "V", method: "truth" };

const SOURCES = {
  exact: {
    ...{ name: "V*", symbol: "V Vstar", generator: "class", model: truth },
    values: (side) => {
      const { prompt, tokens } = lessonPair[side].exact;
      return [prompt, ...tokens].flatMap((value, column) => (value === null ? [] : [{ position: column - 1, value }]));
    },
  },
  measured: {
    ...{ name: "V̂", symbol: "V Vhat K", generator: "policy", model: truth },
    values: (side) => lessonPair[side].values,
  },
  bt: reward("bt", "BT"),
  icrm: reward("icrm", "ICRM"),
} as const satisfies Record<string, Source>;

type SourceId = keyof typeof SOURCES;

const words = {
  title: msg("How far a value moves, and how far it may"),
  source: msg("What is shown"),
  sources: { exact: msg("V*, class"), measured: msg("V̂, policy"), bt: "σ(r), BT", icrm: "σ(r), ICRM" },
  response: msg("Answer"),
  right: msg("right"),
  wrong: msg("wrong"),
  covered: msg("The chips show q alone. The values appear once you have predicted."),
  caption: msg(
    "Above: the value as a stair over the band that the value before it allows, V ± (1 − q); whiskers are 95 % intervals of 256 roll-outs. Below: how far it moved as a bar, in front of what is allowed, on a square-root scale. A triangle marks a bar that breaks through, for measured values beyond sampling error.",
  ),
  broken: (count: number, of: number) => t("beyond the bound: {count} of {of} edges", { count, of }),
  moved: (mean: number) => t("moved {value} an edge on average", { value: fixedText(mean, 2) }),
  none: msg("Point at a token, or walk with the arrow keys."),
  fact: (text: string, q: number, from: number, to: number) =>
    t("{text}: q {q}, so at most {bound} is allowed; it moved from {from} to {to}, by {move}", {
      text,
      q: probabilityText(q),
      bound: fixedText(1 - q, 2),
      from: fixedText(from, 2),
      to: fixedText(to, 2),
      move: fixedText(Math.abs(to - from), 2),
    }),
  label: (name: string) => t("{name} after every token", { name }),
};

const selection = createSelection();
const axis = squareRootAxis(rowHeights.edges);
const BAR = 9;

/** Lesson 3: values and rewards token by token, beside the bound 1 − q. */
export function ValueFigure() {
  const revealed = usePrediction() !== null;
  const [side, setSide] = useState<Side>("chosen");
  const [id, setId] = useState<SourceId>("exact");
  const source: Source = SOURCES[id];
  const rows = useMemo(() => [pairRow(side, source.generator)], [side, source]);
  const q = useMemo(() => rows[0]?.tokens.map((token) => token.q) ?? [], [rows]);
  const values = useMemo(() => source.values(side), [source, side]);
  const edges = useMemo(() => valueEdges(values, q), [values, q]);

  const below = (_: number, layout: ColumnLayout, palette: FigurePalette) => {
    if (!revealed) return null;
    const bars = edges.map((edge): EdgeBar => {
      const column = edge.to.position + 1;
      const x = (layout.columns[column]?.center ?? 0) - BAR / 2;
      return { column, model: source.model, x, width: BAR, top: axis.y(edge.delta), bottom: axis.y(0), edge };
    });
    return (
      <>
        <ValueRow
          values={values}
          q={q}
          name={source.name}
          symbol={source.symbol}
          colour={palette.model(source.model)}
          layout={layout}
          palette={palette}
          label={words.label(source.name)}
        />
        <div className={figureClasses.row} style={{ height: axis.height }} data-symbol="q">
          <AxisGutter axis={axis} label="|Δ| ≤ 1−q" palette={palette} />
          <EdgePanel tokens={rows[0]?.tokens ?? []} bars={bars} axis={axis} layout={layout} palette={palette} />
        </div>
      </>
    );
  };

  return (
    <Figure
      title={translated(words.title)}
      controls={
        <>
          <SegmentedControl
            aria-label={translated(words.response)}
            value={side}
            onChange={(value) => setSide(value as Side)}
            data={[
              { value: "chosen", label: translated(words.right) },
              { value: "rejected", label: translated(words.wrong) },
            ]}
          />
          {revealed && (
            <SegmentedControl
              aria-label={translated(words.source)}
              value={id}
              onChange={(value) => setId(value as SourceId)}
              data={Object.entries(words.sources).map(([value, label]) => ({ value, label: translated(label) }))}
            />
          )}
        </>
      }
      caption={revealed ? translated(words.caption) : translated(words.covered)}
    >
      <TokenTrack
        label={translated(words.title)}
        rows={rows}
        selection={selection}
        verdicts={[side === "chosen" ? "right" : "wrong"]}
        parts={null}
        series={() => (revealed ? [{ name: source.name, at: (_, column) => valueAt(values, column) }] : [])}
        below={below}
      />
      {revealed && (
        <>
          <ul className={classes.key}>
            <li>{words.broken(edges.filter(({ broken }) => broken).length, edges.length)}</li>
            <li>{words.moved(edges.reduce((sum, { delta }) => sum + delta, 0) / edges.length)}</li>
          </ul>
          <Moved rows={rows} values={values} q={q} />
        </>
      )}
    </Figure>
  );
}

/** The value at the end of the prompt (column 0) or after a token; undefined where it is not known. */
function valueAt(values: readonly KnownValue[], column: number): number | undefined {
  const value = values.find(({ position }) => position + 1 === column);
  return value && knownValue(value);
}

interface MovedProps {
  rows: readonly ReturnType<typeof pairRow>[];
  values: readonly KnownValue[];
  q: readonly number[];
}

/** The move at the token under the pointer or the focus, in numbers. */
function Moved({ rows, values, q }: MovedProps) {
  const column = useStore(selection, ({ hovered, pinned }) => (hovered ?? pinned)?.column ?? 0);
  const token = rows[0]?.tokens[column - 1];
  const [from, to] = [values[column - 1], values[column]];
  return (
    <p className={classes.facts}>
      {token && from && to
        ? words.fact(visibleText(token.text), q[column - 1] as number, knownValue(from), knownValue(to))
        : translated(words.none)}
    </p>
  );
}

function reward(id: "bt" | "icrm", name: string): Source {
  return {
    name: "σ(r)",
    symbol: "r sigma",
    generator: "policy",
    model: { id, name, method: id },
    values: (side) => lessonPair[side].rewards[id].map((r, column) => ({ position: column - 1, value: sigmoid(r) })),
  };
}
