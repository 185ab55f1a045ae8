import { useMemo, useRef, useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { sharedLength } from "../../../state/branches.ts";
import { createSelection } from "../../../state/selection.ts";
import { ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { Swatch } from "../../../ui/Swatch.tsx";
import { linearAxis, rewardAxis } from "../../../ui/token-figure/axis.ts";
import { Crosshair } from "../../../ui/token-figure/Crosshair.tsx";
import { AxisGutter, Gutter } from "../../../ui/token-figure/Gutter.tsx";
import { figureColumns, gutterWidth, rowHeights } from "../../../ui/token-figure/layout.ts";
import { type FigureTrajectory, verdictMarks } from "../../../ui/token-figure/model.ts";
import { StepRow } from "../../../ui/token-figure/StepRow.tsx";
import figure from "../../../ui/token-figure/TokenFigure.module.css";
import { TokenRow } from "../../../ui/token-figure/TokenRow.tsx";
import { TokenRuler } from "../../../ui/token-figure/TokenRuler.tsx";
import { tokenNumbers } from "../../../ui/token-figure/token-numbers.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { useTokenKeys } from "../../../ui/token-figure/use-token-keys.ts";
import type { Trajectory } from "../../../worker/records.ts";
import classes from "../RunsPage.module.css";
import { type CompareScale, compareRewards, largestDifferences } from "./compared.ts";
import { DifferenceBars } from "./DifferenceBars.tsx";
import type { DrawnRun } from "./drawn-run.ts";
import { LargestDifferences } from "./LargestDifferences.tsx";
import { RewardPair } from "./RewardPair.tsx";
import { TokenReadout } from "./TokenReadout.tsx";
import own from "./TokensPanel.module.css";

interface RunsFigureProps {
  first: DrawnRun;
  second: DrawnRun;
  /** The reward model ids of both runs, as in the trajectories. */
  firstId: string;
  secondId: string;
  /** The trajectory of the chosen, then of the rejected response. */
  trajectories: readonly Trajectory[];
  scale: CompareScale;
}

const letters = ["chosen", "rejected"];
const heights = { rewards: 112, differences: 64 };
const axisNames = { sigma: "σ(r)", raw: "r", centred: "r − mean" };

/** The process rewards of two runs over one token axis, with their difference below. */
export function RunsFigure({ first, second, firstId, secondId, trajectories, scale }: RunsFigureProps) {
  const palette = usePalette();
  const [selection] = useState(createSelection);
  const rows = useMemo(() => figureRows(trajectories), [trajectories]);
  const layout = useMemo(() => figureColumns(rows), [rows]);
  const compared = useMemo(
    () =>
      compareRewards(
        trajectories.map(({ rewards }) => ({ first: rewards[firstId] ?? [], second: rewards[secondId] ?? [] })),
        scale,
      ),
    [trajectories, firstId, secondId, scale],
  );
  const axis = useMemo(
    () =>
      scale === "sigma"
        ? linearAxis(heights.rewards, [0, 1], [0, 0.5, 1])
        : rewardAxis(
            heights.rewards,
            compared.flatMap(({ first, second }) => [...first, ...second]),
          ),
    [compared, scale],
  );
  const differenceAxis = useMemo(() => {
    const most = Math.max(1e-6, ...compared.flatMap(({ differences }) => differences.map(Math.abs)));
    const [, top] = rewardAxis(heights.differences, [-most, most]).domain;
    return linearAxis(heights.differences, [-top, top], [-top, 0, top]);
  }, [compared]);

  const body = useRef<HTMLDivElement>(null);
  const keys = useTokenKeys({
    body,
    layout,
    selection,
    activeId: 0,
    onPin: (pinned) => selection.setState({ pinned }),
  });

  return (
    <>
      <div className={own.legend}>
        {[first, second].map(({ name, stroke }) => (
          <span key={name} className={classes.method}>
            <Swatch stroke={stroke} />
            {name}
          </span>
        ))}
        <span className={classes.method}>
          <span className={own.markSample} aria-hidden />
          {t("Δ = {second} − {first}, largest differences", { second: second.name, first: first.name })}
        </span>
      </div>
      <section className={figure.scroller} aria-label={t("Process rewards of two runs, token by token")}>
        <div ref={body} className={figure.body} style={{ width: gutterWidth + layout.width + 24 }} {...keys}>
          <TokenRuler layout={layout} />
          {rows.map((row, i) => {
            const rewards = compared[i];
            if (!rewards) return null;
            const marked = largestDifferences(rewards.differences);
            const drawn = { first, second, rewards, marked, layout, palette };
            return (
              <div key={row.id} data-row={row.id} data-testid={row.letter}>
                <div className={figure.row}>
                  <Gutter height={rowHeights.chips}>
                    <span className={own.response}>{translated(row.letter)}</span>
                  </Gutter>
                  <TokenRow
                    trajectory={row}
                    columns={layout.columns}
                    palette={palette}
                    tabColumn={Math.min(1, row.tokens.length)}
                    pinnedColumn={null}
                  />
                </div>
                <div className={figure.row}>
                  <Gutter height={rowHeights.steps}>
                    <span className={figure.gutterNote}>{t("steps", {}, "of a solution")}</span>
                  </Gutter>
                  <StepRow trajectory={row} columns={layout.columns} palette={palette} />
                </div>
                <div className={figure.row}>
                  <AxisGutter axis={axis} label={axisNames[scale]} palette={palette} />
                  <RewardPair {...drawn} axis={axis} />
                </div>
                <div className={figure.row}>
                  <AxisGutter axis={differenceAxis} label="Δ" palette={palette} />
                  <DifferenceBars {...drawn} axis={differenceAxis} />
                </div>
              </div>
            );
          })}
          <div className={figure.overlay} style={{ left: gutterWidth }}>
            <Crosshair selection={selection} columns={layout.columns} />
          </div>
        </div>
      </section>
      <ChartTable
        label={t("Process rewards of two runs, token by token")}
        numbers={() =>
          tokenNumbers(rows, [
            { name: `${axisNames[scale]}, ${first.name}`, at: (row, column) => compared[row]?.first[column] },
            { name: `${axisNames[scale]}, ${second.name}`, at: (row, column) => compared[row]?.second[column] },
            { name: "Δ", at: (row, column) => compared[row]?.differences[column] },
          ])
        }
      />
      <TokenReadout selection={selection} rows={rows} compared={compared} first={first} second={second} />
      <LargestDifferences rows={rows} compared={compared} first={first} second={second} />
    </>
  );
}

function figureRows(trajectories: readonly Trajectory[]): FigureTrajectory[] {
  return trajectories.map(({ tokens, rewards, exact, judgement }, id) => ({
    id,
    letter: letters[id] as string,
    tokens,
    rewards,
    exact,
    values: [],
    ...verdictMarks(judgement),
    active: id === 0,
    partsAt: id === 0 ? null : sharedLength(trajectories[0]?.tokens ?? [], tokens),
  }));
}
