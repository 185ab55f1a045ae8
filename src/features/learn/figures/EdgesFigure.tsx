import { Button, Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { EDGE_SCORES, type EdgeScore, INITIAL_NORMALISER } from "../../../engine/losses/edge-kinds.ts";
import { edgeRows } from "../../../engine/training/edge-rows.ts";
import { type PlainTerms, plainPairSignal, type Sides } from "../../../engine/training/plain-signal.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { createSelection } from "../../../state/selection.ts";
import { EdgeTable } from "../../../ui/edge-table/EdgeTable.tsx";
import { fixedText } from "../../../ui/numbers.ts";
import { SignalStrip } from "../../../ui/signal-strip/SignalStrip.tsx";
import { STRIP } from "../../../ui/signal-strip/signal-bars.ts";
import { signalSeries } from "../../../ui/signal-strip/signal-series.ts";
import { linearAxis } from "../../../ui/token-figure/axis.ts";
import type { ColumnLayout } from "../../../ui/token-figure/columns.ts";
import { Gutter } from "../../../ui/token-figure/Gutter.tsx";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import { SIDES, type Side } from "../../../ui/token-figure/sides.ts";
import figureClasses from "../../../ui/token-figure/TokenFigure.module.css";
import { TokenTrack } from "../../../ui/token-figure/TokenTrack.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { usePrediction } from "../lesson-context.ts";
import { Figure } from "../parts/Figure.tsx";
import { lessonPair } from "../recordings/lesson-pair.ts";
import classes from "./Figures.module.css";
import { pairRow } from "./pair-rows.ts";
import { RewardHandles } from "./RewardHandles.tsx";

const words = {
  title: msg("Move the rewards, see what consistency asks for"),
  score: msg("Edge score"),
  scores: {
    mutual: msg("mutual: ICRM"),
    unweighted: msg("unweighted: no neighbour factor"),
    product: msg("product: 1 − d·d′"),
    difference: msg("difference: squared"),
  } satisfies Record<EdgeScore, string>,
  weight: msg("Edge weight"),
  weights: { generation: "2q: ICRM", uniform: msg("2 × mean of q"), inverse: "2 × (1 − q)" },
  flat: msg("All equal"),
  jagged: msg("As BT left them"),
  descend: msg("10 steps downhill"),
  covered: msg("Gradients and edges appear once you have predicted."),
  caption: msg(
    "One step of each answer of lesson 1. Drag a point, or walk to it with Tab and the arrow keys and move it by ↑ and ↓. The strip is ∂L_icr/∂r on a log scale: bars upwards raise a reward, downwards lower it, hollow ones push against the label. The edges below follow at once.",
  ),
  rows: { chosen: msg("Reward of the right answer"), rejected: msg("Reward of the wrong answer") },
  edges: { chosen: msg("Edges of the right answer"), rejected: msg("Edges of the wrong answer") },
  loss: (total: number) => t("sum of w·s over all edges: {value}", { value: fixedText(total, 2) }),
  spread: (right: number, wrong: number) =>
    t("mean reward: right {right}, wrong {wrong}", { right: fixedText(right, 2), wrong: fixedText(wrong, 2) }),
};

/** Tokens of the second step, which is at the same place in both answers. */
const STEP = { from: 7, to: 14 };
const HEIGHT = 120;
const axis = linearAxis(HEIGHT, [-4, 4], [-4, -2, 0, 2, 4]);
/** Learning rate of a gradient step: so large that ten steps are visible. */
const RATE = 5;
const selection = createSelection();
const VERDICTS = ["right", "wrong"] as const;

const texts = sides((side) => lessonPair[side].texts.slice(STEP.from, STEP.to));
const q = sides((side) => lessonPair[side].q.slice(STEP.from, STEP.to));
const rows = SIDES.map((side) => {
  const row = pairRow(side);
  return { ...row, tokens: row.tokens.slice(STEP.from, STEP.to), rewards: {}, steps: [], mistake: null };
});
const PARTS = texts.chosen.findIndex((text, t) => text !== texts.rejected[t]);

type Rewards = Sides<readonly number[]>;
const flat: Rewards = sides((side) => texts[side].map(() => 0));
const jagged: Rewards = sides((side) => lessonPair[side].rewards.bt.slice(STEP.from + 1, STEP.to + 1));

/** Lesson 4: the consistency loss of one step, its gradient and its edges, on rewards that the reader moves. */
export function EdgesFigure() {
  const palette = usePalette();
  const revealed = usePrediction() !== null;
  const [rewards, setRewards] = useState(flat);
  const [score, setScore] = useState<EdgeScore>("mutual");
  const [weight, setWeight] = useState<PlainTerms["weight"]>("generation");
  const terms = useMemo(() => ({ rho: 1, score, weight, normaliser: INITIAL_NORMALISER }), [score, weight]);
  const signal = useMemo(() => signalOf(terms, rewards), [terms, rewards]);
  const edges = useMemo(() => edgeRows(terms, signal, q), [terms, signal]);
  const colour = palette.model({ method: "icrm" });

  const move = (side: Side, token: number, reward: number) =>
    setRewards((before) => ({ ...before, [side]: before[side].map((r, t) => (t === token ? reward : r)) }));

  const below = (index: number, layout: ColumnLayout, palette: FigurePalette) => {
    const side = SIDES[index] as Side;
    return (
      <>
        <RewardHandles
          rewards={rewards[side]}
          texts={texts[side]}
          axis={axis}
          layout={layout}
          palette={palette}
          colour={colour}
          label={translated(words.rows[side])}
          onMove={(token, reward) => move(side, token, reward)}
        />
        {revealed && (
          <div className={figureClasses.row} style={{ height: STRIP }} data-symbol="Licr">
            <Gutter height={STRIP}>
              <span className={classes.stripName}>{t("L_icr")}</span>
            </Gutter>
            <SignalStrip
              run="icrm"
              side={side}
              signal={signal[side]}
              layout={layout}
              palette={palette}
              colour={colour}
            />
          </div>
        )}
      </>
    );
  };

  return (
    <Figure
      title={translated(words.title)}
      controls={
        <>
          <Button variant="default" onClick={() => setRewards(flat)}>
            {translated(words.flat)}
          </Button>
          <Button variant="default" onClick={() => setRewards(jagged)}>
            {translated(words.jagged)}
          </Button>
          {revealed && (
            <>
              <Button variant="filled" onClick={() => setRewards(descended(terms, rewards))}>
                {translated(words.descend)}
              </Button>
              <Select
                aria-label={translated(words.score)}
                value={score}
                onChange={(value) => setScore((value as EdgeScore | null) ?? score)}
                data={EDGE_SCORES.map((value) => ({ value, label: translated(words.scores[value]) }))}
                allowDeselect={false}
                w={220}
              />
              <Select
                aria-label={translated(words.weight)}
                value={weight}
                onChange={(value) => setWeight((value as PlainTerms["weight"] | null) ?? weight)}
                data={Object.entries(words.weights).map(([value, label]) => ({ value, label: translated(label) }))}
                allowDeselect={false}
                w={150}
              />
            </>
          )}
        </>
      }
      caption={revealed ? translated(words.caption) : translated(words.covered)}
    >
      <TokenTrack
        label={translated(words.title)}
        rows={rows}
        selection={selection}
        verdicts={VERDICTS}
        parts={PARTS}
        series={() => [
          { name: "r", at: (row, column) => rewards[SIDES[row] as Side][column - 1] },
          ...(revealed ? signalSeries("ICRM", (row) => signal[SIDES[row] as Side]) : []),
        ]}
        below={below}
      />
      {revealed && (
        <>
          <ul className={classes.key}>
            <li>{words.spread(mean(rewards.chosen), mean(rewards.rejected))}</li>
            <li data-symbol="A s w">
              {words.loss([...edges.chosen, ...edges.rejected].reduce((sum, row) => sum + row.score * row.weight, 0))}
            </li>
          </ul>
          <div className={classes.tables} data-symbol="d s q">
            {SIDES.map((side, branchId) => (
              <div key={side}>
                <h3>{translated(words.edges[side])}</h3>
                <EdgeTable
                  rows={edges[side]}
                  tokens={rows[branchId]?.tokens ?? []}
                  branchId={branchId}
                  selection={selection}
                  colour={colour}
                />
              </div>
            ))}
          </div>
        </>
      )}
    </Figure>
  );
}

/** The signal of the rewards. Its first reward is that of the end of the prompt, from which no edge starts. */
function signalOf(terms: PlainTerms, rewards: Rewards) {
  const { chosen, rejected } = plainPairSignal(
    terms,
    sides((side) => [0, ...rewards[side]]),
    q,
  );
  const only = (signal: typeof chosen) => ({ ...signal, outcome: signal.outcome.map(() => 0) });
  return { chosen: only(chosen), rejected: only(rejected) };
}

function descended(terms: PlainTerms, start: Rewards): Rewards {
  let rewards = start;
  const [low, high] = axis.domain;
  for (let step = 0; step < 10; step++) {
    const signal = signalOf(terms, rewards);
    const here = rewards;
    rewards = sides((side) =>
      here[side].map((r, t) => Math.min(high, Math.max(low, r - RATE * (signal[side].consistency?.[t] ?? 0)))),
    );
  }
  return rewards;
}

function sides<T>(of: (side: Side) => T): Sides<T> {
  return { chosen: of("chosen"), rejected: of("rejected") };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
