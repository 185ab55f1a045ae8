import { Button, Slider } from "@mantine/core";
import { useMemo, useState } from "react";
import { meanOf } from "../../../engine/statistics/paired.ts";
import { SHARE } from "../../../engine/statistics/range.ts";
import type { Assignment } from "../../../engine/sweep/space.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { fixedText, percentText } from "../../../ui/numbers.ts";
import { type IntervalRow, IntervalTable } from "../../../ui/plot/IntervalTable.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { usePrediction } from "../lesson-context.ts";
import { Figure } from "../parts/Figure.tsx";
import { lessonSweep } from "../recordings/lesson-sweep.ts";
import { importanceBy, promise, seedsFrom, summariesBy } from "./chosen-by-seeds.ts";
import classes from "./Figures.module.css";

const words = {
  title: msg("Choosing the best of 20 configurations"),
  count: (seeds: number) => t("{seeds, plural, one {# seed chooses} other {# seeds choose}}", { seeds }),
  countLabel: msg("Seeds that choose"),
  turn: msg("Other seeds"),
  chosen: msg("The five best, by the seeds that choose"),
  label: msg("held-out accuracy"),
  same: msg("by the seeds that chose"),
  others: msg("by the other seeds"),
  best: (name: string) => t("The best of them: {name}", { name }),
  all: (promised: string, kept: string) =>
    t("Over all eight turns: the chosen one promised {promised} on average, and kept {kept}.", { promised, kept }),
  covered: msg("What the other seeds say appears once you have predicted."),
  importance: msg("What matters, by the seeds that choose"),
  fields: { learningRate: msg("learning rate"), rho: "ρ", weightDecay: msg("weight decay") } as Record<string, string>,
  caption: msg(
    "ICRM with its head alone trained: 20 configurations, each with 8 seeds, 32 training pairs, held-out accuracy on 64 pairs. Thick lines are 95 % intervals over seeds; of one seed there is none. Importance is functional ANOVA, as on the Sweep page.",
  ),
  name: ({ learningRate, rho, weightDecay }: Assignment) =>
    t("rate {rate}, ρ {rho}, decay {decay}", {
      rate: Number(learningRate).toPrecision(2),
      rho: fixedText(Number(rho), 2),
      decay: fixedText(Number(weightDecay), 3),
    }),
};

const SHOWN = 5;
const DOMAIN = [0.88, 1] as const;
const percent = (share: number) => percentText(share);

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
      title={translated(words.title)}
      controls={
        <>
          <div className={classes.slider}>
            <span>{words.count(count)}</span>
            <Slider
              thumbLabel={translated(words.countLabel)}
              value={count}
              onChange={setCount}
              min={1}
              max={lessonSweep.seeds.length - 1}
              step={1}
              label={null}
            />
          </div>
          <Button variant="default" onClick={() => setFirst((first + 1) % lessonSweep.seeds.length)}>
            {translated(words.turn)}
          </Button>
        </>
      }
      caption={translated(words.caption)}
    >
      <h3 className={classes.part}>{translated(words.chosen)}</h3>
      <IntervalTable
        label={translated(words.label)}
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
            label={translated(words.label)}
            rows={[
              rowOf("same", translated(words.same), [...best.bySeed.values()], colour),
              rowOf("others", translated(words.others), others, palette.ink),
            ]}
            domain={DOMAIN}
            line={null}
            text={percent}
          />
          <p className={classes.prompt}>{words.all(percent(promised), percent(kept))}</p>
          <h3 className={classes.part}>{translated(words.importance)}</h3>
          <ul className={classes.shares}>
            {important.map(({ field, share }) => (
              <li key={field}>
                <span>{translated(words.fields[field] ?? field)}</span>
                <i style={{ width: `${Math.max(0.5, 100 * share)}%`, background: palette.muted }} aria-hidden />
                {percentText(share, 0)}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className={classes.prompt}>{translated(words.covered)}</p>
      )}
    </Figure>
  );
}
