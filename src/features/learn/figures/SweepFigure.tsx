import { Button, Slider } from "@mantine/core";
import { useMemo, useState } from "react";
import { meanOf } from "../../../engine/statistics/paired.ts";
import { SHARE } from "../../../engine/statistics/range.ts";
import type { Assignment } from "../../../engine/sweep/space.ts";
import { type IntervalRow, IntervalTable } from "../../../ui/plot/IntervalTable.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { usePrediction } from "../lesson-context.ts";
import { Figure } from "../parts/Figure.tsx";
import { lessonSweep } from "../recordings/lesson-sweep.ts";
import { importanceBy, promise, seedsFrom, summariesBy } from "./chosen-by-seeds.ts";
import classes from "./Figures.module.css";

const words = {
  title: "Choosing the best of 20 configurations",
  count: (seeds: number) => `${seeds} ${seeds === 1 ? "seed chooses" : "seeds choose"}`,
  countLabel: "Seeds that choose",
  turn: "Other seeds",
  chosen: "The five best, by the seeds that choose",
  label: "held-out accuracy",
  same: "by the seeds that chose",
  others: "by the other seeds",
  best: (name: string) => `The best of them: ${name}`,
  all: (promised: string, kept: string) =>
    `Over all eight turns: the chosen one promised ${promised} on average, and kept ${kept}.`,
  covered: "What the other seeds say appears once you have predicted.",
  importance: "What matters, by the seeds that choose",
  fields: { learningRate: "learning rate", rho: "ρ", weightDecay: "weight decay" } as Record<string, string>,
  caption:
    "ICRM with its head alone trained: 20 configurations, each with 8 seeds, 32 training pairs, held-out accuracy on 64 pairs. Thick lines are 95 % intervals over seeds; of one seed there is none. Importance is functional ANOVA, as on the Sweep page.",
  name: ({ learningRate, rho, weightDecay }: Assignment) =>
    `rate ${Number(learningRate).toPrecision(2)}, ρ ${Number(rho).toFixed(2)}, decay ${Number(weightDecay).toFixed(3)}`,
};

const SHOWN = 5;
const DOMAIN = [0.88, 1] as const;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Lesson 7: a sweep whose best is chosen by some of its seeds, and held against the others. */
export function SweepFigure() {
  const palette = usePalette();
  const revealed = usePrediction() !== null;
  const [count, setCount] = useState(1);
  const [first, setFirst] = useState(0);
  const chosenBy = useMemo(() => seedsFrom(lessonSweep, first, count), [first, count]);
  const ranked = useMemo(
    () => summariesBy(lessonSweep, chosenBy).toSorted((a, b) => b.estimate.value - a.estimate.value),
    [chosenBy],
  );
  const important = useMemo(() => importanceBy(lessonSweep, chosenBy), [chosenBy]);
  const { promised, kept } = useMemo(() => promise(lessonSweep, count), [count]);
  const [best] = ranked;
  const colour = palette.model({ method: "icrm" });

  const rowOf = (id: string, name: string, values: readonly number[], ink: string): IntervalRow => {
    const { value, low, high } = meanOf(values, SHARE);
    const [from, to] = Number.isFinite(low) ? [low, high] : [null, null];
    return { id, name, value, low: from, high: to, dots: values, colour: ink };
  };
  const others = lessonSweep.seeds.flatMap((_, seed) => {
    const value = best && lessonSweep.configurations[best.configuration]?.bySeed[seed];
    return value === undefined || chosenBy.includes(seed) ? [] : [value];
  });

  return (
    <Figure
      title={words.title}
      controls={
        <>
          <div className={classes.slider}>
            <span>{words.count(count)}</span>
            <Slider
              thumbLabel={words.countLabel}
              value={count}
              onChange={setCount}
              min={1}
              max={lessonSweep.seeds.length - 1}
              step={1}
              label={null}
            />
          </div>
          <Button variant="default" onClick={() => setFirst((first + 1) % lessonSweep.seeds.length)}>
            {words.turn}
          </Button>
        </>
      }
      caption={words.caption}
    >
      <h3 className={classes.part}>{words.chosen}</h3>
      <IntervalTable
        label={words.label}
        rows={ranked
          .slice(0, SHOWN)
          .map(({ configuration, values, bySeed }) =>
            rowOf(String(configuration), words.name(values), [...bySeed.values()], colour),
          )}
        domain={DOMAIN}
        line={null}
        text={percent}
      />
      {revealed && best ? (
        <>
          <h3 className={classes.part}>{words.best(words.name(best.values))}</h3>
          <IntervalTable
            label={words.label}
            rows={[
              rowOf("same", words.same, [...best.bySeed.values()], colour),
              rowOf("others", words.others, others, palette.ink),
            ]}
            domain={DOMAIN}
            line={null}
            text={percent}
          />
          <p className={classes.prompt}>{words.all(percent(promised), percent(kept))}</p>
          <h3 className={classes.part}>{words.importance}</h3>
          <ul className={classes.shares}>
            {important.map(({ field, share }) => (
              <li key={field}>
                <span>{words.fields[field] ?? field}</span>
                <i style={{ width: `${Math.max(0.5, 100 * share)}%`, background: palette.muted }} aria-hidden />
                {Math.round(100 * share)} %
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className={classes.prompt}>{words.covered}</p>
      )}
    </Figure>
  );
}
