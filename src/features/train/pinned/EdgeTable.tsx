import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { type EdgeRow, edgeRows } from "../../../engine/training/edge-rows.ts";
import { type RewardModelConfig, usesConsistency } from "../../../engine/training/reward-model-config.ts";
import { configOf } from "../../../state/train-settings.ts";
import { type VariantId, variantOf } from "../../../state/train-variants.ts";
import { axisNumber } from "../../../ui/live-chart/axis-number.ts";
import { probabilityText } from "../../../ui/numbers.ts";
import { visibleText } from "../../../ui/token-figure/columns.ts";
import type { PinnedPair, PinnedToken } from "../../../worker/training-records.ts";
import { train } from "../session.ts";
import { useStrokes } from "../use-strokes.ts";
import { SIDES, type Side, sideOf, sidesOf } from "./figure-rows.ts";
import { pairSelection } from "./PairFigure.tsx";
import classes from "./Pinned.module.css";
import { useFrames } from "./use-frames.ts";

interface EdgeTableProps {
  pair: PinnedPair;
  runs: readonly VariantId[];
}

/** Every edge as the consistency term of one run sees it: q, d at both ends, score, and its share of the term. */
export function EdgeTable({ pair, runs }: EdgeTableProps) {
  const [chosenRun, setRun] = useState<VariantId | null>(null);
  const [wanted, setSide] = useState<Side>("chosen");
  const sides = sidesOf(pair);
  const side = sides.includes(wanted) ? wanted : "chosen";
  const run = chosenRun && runs.includes(chosenRun) ? chosenRun : (runs.find(hasConsistency) ?? runs[0]);
  const colour = useStrokes(runs).get(run ?? "")?.colour ?? "currentColor";
  const [frame = null] = useFrames(pair.place, run ? [run] : []);
  const rows = useMemo(() => {
    if (!run || !frame) return null;
    const { edgeScore, edgeWeight, method } = plannedConfig(run);
    return edgeRows({ score: edgeScore, weight: edgeWeight }, frame.signal, frame.q, method === "outcome");
  }, [run, frame]);
  if (!run) return null;
  const ignored = !hasConsistency(run);
  return (
    <section aria-label="Edges" className={classes.edges}>
      <div className={classes.edgeHead}>
        <h2>Edges</h2>
        <SegmentedControl
          aria-label="Run"
          value={run}
          onChange={(value) => setRun(value as VariantId)}
          data={runs.map((id) => ({ value: id, label: variantOf(id).name }))}
        />
        {sides.length > 1 && (
          <SegmentedControl
            aria-label="Response"
            value={side}
            onChange={(value) => setSide(value as Side)}
            data={sides}
          />
        )}
      </div>
      {ignored && (
        <p className={classes.note}>
          {variantOf(run).name} has no consistency term: these edges do nothing to it. Shown is what the term would see.
        </p>
      )}
      {rows ? (
        <Rows rows={rows[side]} tokens={pair[side]} side={side} colour={colour} ignored={ignored} />
      ) : (
        <p className={classes.note}>The edges are computed from the first recording on.</p>
      )}
    </section>
  );
}

function hasConsistency(run: VariantId): boolean {
  return usesConsistency(plannedConfig(run));
}

/** The config of a run that is in sight, whatever has been set since it began. */
function plannedConfig(run: VariantId): RewardModelConfig {
  const { planned, settings } = train.store.getState();
  return configOf(run, (planned ?? settings).config);
}

interface RowsProps {
  rows: readonly EdgeRow[];
  tokens: readonly PinnedToken[];
  side: Side;
  colour: string;
  ignored: boolean;
}

function Rows({ rows, tokens, side, colour, ignored }: RowsProps) {
  const branchId = SIDES.indexOf(side);
  const column = useStore(pairSelection, ({ hovered, pinned }) => {
    const place = hovered ?? pinned;
    return place && sideOf(place) === side ? place.column : null;
  });
  const widest = Math.max(...rows.map(({ share }) => Math.abs(share)), 1e-9);
  return (
    <div className={classes.tableScroller}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">edge</th>
            <th scope="col" title="Generation probability of the token the edge leads to">
              q
            </th>
            <th scope="col" title="How far the prefix before already looks like its label">
              d
            </th>
            <th scope="col" title="How far the prefix after already looks like its label">
              d′
            </th>
            <th scope="col" title="Score of the edge: what the loss would be without a weight">
              s
            </th>
            <th scope="col" title="w·s of this edge as a share of the whole pair">
              share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ from, q, d, next, score, share }) => (
            <tr
              key={from}
              data-current={column === from + 2 || undefined}
              onPointerEnter={() => pairSelection.setState({ hovered: { branchId, column: from + 2 } })}
              onPointerLeave={() => pairSelection.setState({ hovered: null })}
            >
              <th scope="row">
                <button
                  type="button"
                  title="Mark this token in the figure"
                  onClick={() => pairSelection.setState({ pinned: { branchId, column: from + 2 } })}
                >
                  {visibleText(tokens[from]?.text ?? "")} → {visibleText(tokens[from + 1]?.text ?? "")}
                </button>
              </th>
              <td>{probabilityText(q)}</td>
              <td>{d.toFixed(3)}</td>
              <td>{next.toFixed(3)}</td>
              <td>{axisNumber(score)}</td>
              <td className={classes.share}>
                <span
                  style={{
                    width: `${(46 * Math.abs(share)) / widest}px`,
                    background: ignored ? "none" : colour,
                    borderColor: colour,
                  }}
                  aria-hidden
                />
                {(100 * share).toFixed(1)} %
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
