import { SegmentedControl, Slider } from "@mantine/core";
import { useMemo, useState } from "react";
import { INITIAL_NORMALISER } from "../../../engine/losses/edge-kinds.ts";
import { plainPairSignal } from "../../../engine/training/plain-signal.ts";
import type { PairSignal } from "../../../engine/training/signal.ts";
import { listed, t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { createSelection } from "../../../state/selection.ts";
import { fixedText } from "../../../ui/numbers.ts";
import { SettledStatus } from "../../../ui/SettledStatus.tsx";
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
import { RewardLine } from "./RewardLine.tsx";

const words = {
  title: msg("What one training step asks of every reward"),
  start: msg("Rewards"),
  starts: { zero: msg("all 0"), bt: msg("after BT"), icrm: msg("after ICRM") },
  rho: msg("share of consistency ρ"),
  caption: msg(
    "Under each answer: its process rewards, then two strips. A bar is the size of ∂L/∂r at that token on a log scale from 10⁻⁶ to 1: upwards raises the reward, downwards lowers it, hollow pushes the other way. Ink is the Bradley–Terry term, colour the consistency term. All of it is computed here, now, from the loss.",
  ),
  covered: msg("The strips appear once you have predicted."),
  pushed: (name: string, count: number, of: number) => t("{name} pushes {count} of {of} rewards", { name, count, of }),
  largest: (size: string) => t("largest push {size}", { size }),
  rewards: (side: string) => t("Process rewards of the {side} answer", { side }),
  sides: { chosen: msg("right"), rejected: msg("wrong") },
};

type Start = keyof typeof words.starts;

const LINE = 64;
const selection = createSelection();
const VERDICTS = ["right", "wrong"] as const;
const q = { chosen: lessonPair.chosen.q, rejected: lessonPair.rejected.q };
const rows = SIDES.map((side) => pairRow(side));
const PARTS = lessonPair.chosen.texts.findIndex((text, t) => text !== lessonPair.rejected.texts[t]);

/** Lesson 2: the gradient of each loss at every reward of a pair. */
export function SignalFigure() {
  const palette = usePalette();
  const revealed = usePrediction() !== null;
  const [start, setStart] = useState<Start>("zero");
  const [rho, setRho] = useState(0.5);
  const rewards = useMemo(
    () => ({ chosen: rewardsOf("chosen", start), rejected: rewardsOf("rejected", start) }),
    [start],
  );
  const axis = useMemo(() => {
    const most = Math.max(1, Math.ceil(Math.max(...[...rewards.chosen, ...rewards.rejected].map(Math.abs))));
    return linearAxis(LINE, [-most, most], [-most, 0, most]);
  }, [rewards]);
  const signals = useMemo(() => {
    const terms = { score: "mutual", weight: "generation", normaliser: INITIAL_NORMALISER } as const;
    return [
      { id: "bt", name: "BT", signal: plainPairSignal({ ...terms, rho: 0 }, rewards, q) },
      { id: "icrm", name: "ICRM", signal: plainPairSignal({ ...terms, rho }, rewards, q) },
    ];
  }, [rewards, rho]);

  const below = (index: number, layout: ColumnLayout, palette: FigurePalette) => {
    const side = SIDES[index] as Side;
    return (
      <>
        <RewardLine
          rewards={rewards[side]}
          axis={axis}
          layout={layout}
          palette={palette}
          colour={start === "zero" ? palette.ink : palette.model({ method: start })}
          label={words.rewards(translated(words.sides[side]))}
        />
        {revealed &&
          signals.map(({ id, name, signal }) => (
            <div
              key={id}
              className={figureClasses.row}
              style={{ height: STRIP }}
              data-symbol={id === "bt" ? "Lbt L" : "Licr L"}
            >
              <Gutter height={STRIP}>
                <span className={classes.stripName} style={{ color: palette.model({ method: id }) }}>
                  {name}
                </span>
              </Gutter>
              <SignalStrip
                run={id}
                signal={signal[side]}
                side={side}
                layout={layout}
                palette={palette}
                colour={palette.model({ method: id })}
              />
            </div>
          ))}
      </>
    );
  };

  return (
    <Figure
      title={translated(words.title)}
      controls={
        <>
          <SegmentedControl
            aria-label={translated(words.start)}
            value={start}
            onChange={(value) => setStart(value as Start)}
            data={Object.entries(words.starts).map(([value, label]) => ({ value, label: translated(label) }))}
          />
          {revealed && (
            <div className={classes.slider}>
              <span>
                {translated(words.rho)} {fixedText(rho, 2)}
              </span>
              <Slider
                thumbLabel={translated(words.rho)}
                value={rho}
                onChange={setRho}
                min={0}
                max={1}
                step={0.05}
                label={null}
              />
            </div>
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
          { name: "r", at: (row, column) => rewards[SIDES[row] as Side][column] },
          ...(revealed ? signals : []).flatMap(({ name, signal }) =>
            signalSeries(name, (row) => signal[SIDES[row] as Side]),
          ),
        ]}
        below={below}
      />
      {revealed && (
        <>
          <ul className={classes.key}>
            {signals.map(({ id, name, signal }) => (
              <li key={id} style={{ color: palette.model({ method: id }) }}>
                {pushText(name, signal)}
              </li>
            ))}
          </ul>
          <SettledStatus>
            {listed(
              signals.map(({ name, signal }) => pushText(name, signal)),
              ";",
            )}
          </SettledStatus>
        </>
      )}
    </Figure>
  );
}

/** How many rewards a loss pushes, and how hard. */
function pushText(name: string, signal: PairSignal): string {
  const all = gradientsOf(signal);
  const pushed = all.filter((gradient) => gradient !== 0).length;
  return `${words.pushed(name, pushed, all.length)}, ${words.largest(Math.max(...all.map(Math.abs)).toPrecision(2))}`;
}

function rewardsOf(side: Side, start: Start): readonly number[] {
  const recorded = lessonPair[side].rewards[start === "zero" ? "bt" : start];
  return start === "zero" ? recorded.map(() => 0) : recorded;
}

/** `∂L/∂r_t` of both terms together, at every token of the pair. */
function gradientsOf(signal: PairSignal): number[] {
  return SIDES.flatMap((side) => {
    const { outcome, consistency } = signal[side];
    return outcome.map((gradient, t) => gradient + (consistency?.[t] ?? 0));
  });
}
