import { useMemo, useRef } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { VALUE_SYMBOLS } from "../../engine/evaluation/known-value.ts";
import { sigmoid } from "../../engine/statistics/logistic.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import type { RewardScale } from "../../state/explore-state.ts";
import type { Selection, TokenPlace } from "../../state/selection.ts";
import { ChartTable } from "../chart-table/ChartTable.tsx";
import { Term } from "../Term.tsx";
import { squareRootAxis } from "./axis.ts";
import { Crosshair } from "./Crosshair.tsx";
import { curveAxis, exactCurves, rewardCurves } from "./curves.ts";
import { EdgeArcs } from "./EdgeArcs.tsx";
import { EdgePanel } from "./EdgePanel.tsx";
import { edgeBars } from "./edge-bars.ts";
import { AxisGutter, Gutter } from "./Gutter.tsx";
import { figureColumns, gutterWidth, rowHeights } from "./layout.ts";
import type { FigureModel, FigureTrajectory } from "./model.ts";
import { RewardChart } from "./RewardChart.tsx";
import { StepEdgePanel } from "./StepEdgePanel.tsx";
import { StepRow } from "./StepRow.tsx";
import { stepBands, stepBars } from "./step-bars.ts";
import classes from "./TokenFigure.module.css";
import { TokenRow } from "./TokenRow.tsx";
import { TokenRuler } from "./TokenRuler.tsx";
import { type TokenSeries, tokenNumbers } from "./token-numbers.ts";
import { useFollowEnd } from "./use-follow-end.ts";
import { usePalette } from "./use-palette.ts";
import { useTokenKeys } from "./use-token-keys.ts";
import { ValueLayer } from "./ValueLayer.tsx";
import { valueBandPieces, valueCurves } from "./value-marks.ts";

/** Optional parts of the figure: the arcs above the rewards and the rows below. */
export type FigurePart = "arcs" | "edges" | "stepEdges";
const EVERY_PART: readonly FigurePart[] = ["arcs", "edges", "stepEdges"];

interface TokenFigureProps {
  /** Trajectories in drawing order; exactly one is active. */
  trajectories: readonly FigureTrajectory[];
  models: readonly FigureModel[];
  scale: RewardScale;
  selection: StoreApi<Selection>;
  /** Whether tokens are still arriving; the view then follows them. */
  live: boolean;
  /** Called when a token was chosen; `byKeyboard` if the focus should move to its details. */
  onPin(place: TokenPlace, byKeyboard: boolean): void;
  onActivate(branchId: number): void;
  /** Optional parts to draw; left out, all. */
  parts?: readonly FigurePart[];
}

/**
 * Trajectories over a shared axis of tokens: chips, the verifier's steps, arcs of edge weight, process rewards with
 * exact and measured values, and |Δσ(r)| with its bound, from token to token and from step end to step end.
 */
export function TokenFigure(props: TokenFigureProps) {
  const { trajectories, models, scale, selection, live, onPin, onActivate, parts = EVERY_PART } = props;
  const palette = usePalette();
  const layout = useMemo(() => figureColumns(trajectories), [trajectories]);
  const curves = useMemo(() => rewardCurves(trajectories, models, scale), [trajectories, models, scale]);
  const axis = useMemo(() => curveAxis(curves, scale, rowHeights.rewards), [curves, scale]);
  const edgeAxis = useMemo(() => squareRootAxis(rowHeights.edges), []);
  const active = trajectories.find((trajectory) => trajectory.active);
  const bars = useMemo(
    () => (active ? edgeBars(active, models, layout, edgeAxis) : []),
    [active, models, layout, edgeAxis],
  );
  const stepAxis = useMemo(() => squareRootAxis(rowHeights.stepEdges), []);
  const stepMarks = useMemo(
    () =>
      active && {
        bands: stepBands(active, layout, stepAxis),
        bars: stepBars(active, models, layout, stepAxis),
      },
    [active, models, layout, stepAxis],
  );
  // Values are drawn on the axis of σ(r); on the axis of r they would have no meaning.
  const exact = useMemo(() => (scale === "sigma" ? exactCurves(trajectories) : []), [scale, trajectories]);
  const hasValues = scale === "sigma" && (exact.length > 0 || trajectories.some(({ values }) => values.length > 0));
  const valueMarks = useMemo(
    () =>
      hasValues && {
        band: active ? valueBandPieces(active, layout, axis) : [],
        curves: valueCurves(trajectories, layout, axis),
      },
    [hasValues, active, trajectories, layout, axis],
  );
  const pinned = useStore(selection, (state) => state.pinned);
  const body = useRef<HTMLDivElement>(null);
  const scroller = useFollowEnd(live);
  const pointer = useTokenKeys({ body, layout, selection, activeId: active?.id ?? null, onPin });

  return (
    <>
      <section ref={scroller} className={classes.scroller} aria-label={t("Trajectories, token by token")}>
        <div ref={body} className={classes.body} style={{ width: gutterWidth + layout.width + 24 }} {...pointer}>
          <TokenRuler layout={layout} />
          {trajectories.map((trajectory) => (
            <div key={trajectory.id} data-row={trajectory.id}>
              <div className={classes.row}>
                <Gutter height={rowHeights.chips}>
                  <button
                    type="button"
                    className={classes.letter}
                    aria-pressed={trajectory.active}
                    aria-label={t("Trajectory {letter}: draw its edges", { letter: trajectory.letter })}
                    onClick={() => onActivate(trajectory.id)}
                  >
                    {trajectory.active ? "●" : "○"} {trajectory.letter}
                  </button>
                </Gutter>
                <TokenRow
                  trajectory={trajectory}
                  columns={layout.columns}
                  palette={palette}
                  tabColumn={pinned?.branchId === trajectory.id ? pinned.column : Math.min(1, trajectory.tokens.length)}
                  pinnedColumn={pinned?.branchId === trajectory.id ? pinned.column : null}
                />
              </div>
              <div className={classes.row}>
                <Gutter height={rowHeights.steps}>
                  <span className={classes.gutterNote}>{t("steps", {}, "of a solution")}</span>
                </Gutter>
                <StepRow trajectory={trajectory} columns={layout.columns} palette={palette} />
              </div>
            </div>
          ))}
          {parts.includes("arcs") && (
            <div className={classes.row} data-testid="edge-arcs">
              <Gutter height={rowHeights.arcs}>
                <span className={classes.gutterNote}>
                  <Term id="w">w = 2q</Term>
                </span>
              </Gutter>
              {active && <EdgeArcs tokens={active.tokens} layout={layout} palette={palette} />}
            </div>
          )}
          <div className={classes.row} style={{ height: axis.height }} data-testid="reward-chart">
            <AxisGutter axis={axis} label={scale === "sigma" ? "σ(r)" : "r"} palette={palette} />
            <div>
              <RewardChart curves={curves} exact={exact} axis={axis} layout={layout} palette={palette} />
              {valueMarks && <ValueLayer {...valueMarks} width={layout.width} height={axis.height} palette={palette} />}
            </div>
          </div>
          {parts.includes("edges") && (
            <div className={classes.row} style={{ height: edgeAxis.height }} data-testid="edge-panel">
              <AxisGutter axis={edgeAxis} label="|Δσ| ≤ 1−q" palette={palette} />
              {active && (
                <EdgePanel tokens={active.tokens} bars={bars} axis={edgeAxis} layout={layout} palette={palette} />
              )}
            </div>
          )}
          {parts.includes("stepEdges") && (
            <div className={classes.row} style={{ height: stepAxis.height }} data-testid="step-edge-panel">
              <AxisGutter axis={stepAxis} label={t("step ≤ 1−Πq")} palette={palette} />
              {stepMarks && <StepEdgePanel {...stepMarks} axis={stepAxis} layout={layout} palette={palette} />}
            </div>
          )}
          <div className={classes.overlay} style={{ left: gutterWidth }}>
            {trajectories.map(
              ({ id, letter, partsAt }) =>
                partsAt !== null && (
                  <div
                    key={id}
                    className={classes.divergence}
                    style={{ left: layout.columns[partsAt + 1]?.x ?? layout.width }}
                    title={t("Trajectory {letter} parts at token {partsAt}", { letter, partsAt: partsAt + 1 })}
                  />
                ),
            )}
            <Crosshair selection={selection} columns={layout.columns} />
          </div>
        </div>
      </section>
      <ChartTable
        label={t("Trajectories, token by token")}
        numbers={() => tokenNumbers(trajectories, drawnSeries(trajectories, models, scale))}
      />
    </>
  );
}

/** What the charts draw along every trajectory: each model's rewards, and the values where they are known. */
function drawnSeries(
  trajectories: readonly FigureTrajectory[],
  models: readonly FigureModel[],
  scale: RewardScale,
): TokenSeries[] {
  const name = scale === "sigma" ? "σ(r)" : "r";
  const rewards = models.map(
    (model): TokenSeries => ({
      name: `${name}, ${translated(model.name)}`,
      at: (row, column) => {
        const reward = trajectories[row]?.rewards[model.id]?.[column];
        return reward === undefined || scale === "raw" ? reward : sigmoid(reward);
      },
    }),
  );
  const exact: TokenSeries = {
    name: VALUE_SYMBOLS.exact,
    at: (row, column) => {
      const values = trajectories[row]?.exact;
      return values && [values.prompt, ...values.tokens][column];
    },
  };
  const measured: TokenSeries = {
    name: VALUE_SYMBOLS.measured,
    at: (row, column) => {
      const value = trajectories[row]?.values.find(({ position }) => position + 1 === column);
      return value && value.successes / value.rollouts;
    },
  };
  return [
    ...rewards,
    ...(trajectories.some((trajectory) => trajectory.exact) ? [exact] : []),
    ...(trajectories.some(({ values }) => values.length > 0) ? [measured] : []),
  ];
}
