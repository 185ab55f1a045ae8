import { SegmentedControl, Select } from "@mantine/core";
import { useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { fixedText, percentText } from "../../../ui/numbers.ts";
import { IntervalTable } from "../../../ui/plot/IntervalTable.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { usePrediction } from "../lesson-context.ts";
import { Figure } from "../parts/Figure.tsx";
import { type Interval, type LessonRow, lessonResults } from "../recordings/lesson-results.ts";

type View = "figures" | "toReference" | "toIcrm";

const words = {
  title: msg("Ways to train, on the same pairs"),
  metric: msg("Figure"),
  cell: msg("Trained"),
  view: msg("Shown"),
  views: { figures: msg("as they are"), toReference: msg("minus GRM"), toIcrm: msg("minus ICRM, ρ 0.5") },
  metrics: {
    valueTokens: msg("rank correlation with V*, all tokens"),
    valueEnds: msg("rank correlation with V*, step ends"),
    firstErrorF1: msg("first-error F1"),
    accuracy: msg("accuracy on pairs"),
    bestOf16: msg("right answers, best of 16"),
  } as Record<string, string>,
  covered: msg("The rows without generation probabilities appear once you have predicted."),
  caption: (seeds: number) =>
    t(
      "A thick line is the 95 % interval over seeds and problems, the upright stroke the mean, a circle one of {seeds} seeds. Differences are paired: seed by seed and problem by problem.",
      { seeds },
    ),
  made: (command: string) => t("Made by {command}.", { command }),
};

/** The controls, each of which removes a part of ICRM. */
const CONTROLS = ["uniform", "shuffled", "inverse", "difference"];
const ACCENTS: Readonly<Record<string, string>> = { bt: "bt", grm: "grm", "icrm-paper": "icrm", icrm: "icrm" };

/** Lesson 5: methods and controls in one metric, as figures or as paired differences. */
export function AblationsFigure() {
  const palette = usePalette();
  const revealed = usePrediction() !== null;
  const [metric, setMetric] = useState("valueTokens");
  const [cellId, setCell] = useState("head-clean-128");
  const [view, setView] = useState<View>("figures");
  const { cells, metrics, variants, seeds, command } = lessonResults;
  const cell = cells.find(({ id }) => id === cellId) ?? cells[0];
  const all = (cell?.figures[metric] ?? []).filter(({ variant }) => revealed || !CONTROLS.includes(variant));
  const rows = all.flatMap((row) => {
    const interval = intervalOf(row, view);
    if (!interval) return [];
    const accent = ACCENTS[row.variant];
    return {
      id: row.variant,
      name: (
        <span title={translated(variants[row.variant]?.about ?? "")}>
          {translated(variants[row.variant]?.name ?? "")}
        </span>
      ),
      ...interval,
      dots: dotsOf(row, view, all),
      colour: accent ? palette.model({ method: accent }) : palette.muted,
    };
  });
  const isShare = metrics.find(({ id }) => id === metric)?.unit === "share";
  const ends = rows.flatMap(({ low, high, dots }) => [low, high, ...dots]);
  return (
    <Figure
      title={translated(words.title)}
      controls={
        <>
          <Select
            aria-label={translated(words.metric)}
            value={metric}
            onChange={(value) => setMetric(value ?? metric)}
            data={metrics.map(({ id, name }) => ({ value: id, label: translated(words.metrics[id] ?? name) }))}
            allowDeselect={false}
            w={260}
          />
          <Select
            aria-label={translated(words.cell)}
            value={cellId}
            onChange={(value) => setCell(value ?? cellId)}
            data={cells.map(({ id, name }) => ({ value: id, label: translated(name) }))}
            allowDeselect={false}
            w={270}
          />
          {revealed && (
            <SegmentedControl
              aria-label={translated(words.view)}
              value={view}
              onChange={(value) => setView(value as View)}
              data={Object.entries(words.views).map(([value, label]) => ({ value, label: translated(label) }))}
            />
          )}
        </>
      }
      caption={revealed ? `${words.caption(seeds)} ${words.made(command)}` : translated(words.covered)}
    >
      <IntervalTable
        label={translated(words.metrics[metric] ?? metric)}
        rows={rows}
        domain={domainOf(ends, view !== "figures")}
        line={view === "figures" ? null : 0}
        text={(value) => textOf(value, isShare, view !== "figures")}
      />
    </Figure>
  );
}

function intervalOf(row: LessonRow, view: View): Interval | null {
  return view === "figures" ? row.mean : row[view];
}

/** The dots of a row, one per seed; a difference is between runs of the same seed. */
function dotsOf(row: LessonRow, view: View, all: readonly LessonRow[]): number[] {
  if (view === "figures") return row.bySeed;
  const reference = all.find(({ variant }) => variant === (view === "toIcrm" ? "icrm" : "grm"));
  return row.bySeed.map((value, seed) => value - (reference?.bySeed[seed] ?? Number.NaN));
}

/** Round ends of an axis that contains all values, and 0 if differences are drawn. */
function domainOf(values: readonly number[], withZero: boolean): [number, number] {
  const all = withZero ? [...values, 0] : values;
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const step = high - low > 0.1 ? 0.1 : 0.01;
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step];
}

function textOf(value: number, isShare: boolean, isDifference: boolean): string {
  const sign = isDifference && value > 0 ? "+" : "";
  return `${sign}${isShare ? percentText(value) : fixedText(value, 3)}`;
}
