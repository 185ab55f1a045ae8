import { SegmentedControl, Slider } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useState } from "react";
import { listed, t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { fixedText, percentText, signedText } from "../../../ui/numbers.ts";
import { IntervalTable } from "../../../ui/plot/IntervalTable.tsx";
import { SettledStatus } from "../../../ui/SettledStatus.tsx";
import { linearAxis, tickText } from "../../../ui/token-figure/axis.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { usePrediction } from "../lesson-context.ts";
import { Figure } from "../parts/Figure.tsx";
import { lessonBestOfN } from "../recordings/lesson-best-of-n.ts";
import type { Interval } from "../recordings/lesson-results.ts";
import { lessonResults } from "../recordings/lesson-results.ts";
import classes from "./Figures.module.css";

type View = "in" | "out" | "dpo";

const words = {
  title: msg("Choosing harder, pushing harder"),
  view: msg("What is done"),
  views: { in: msg("familiar problems"), out: msg("other problems"), dpo: "DPO" },
  n: (n: number) => `N = ${n}`,
  nLabel: "N",
  proxy: msg("mean reward of the picks, in the eyes of who picked"),
  gold: msg("right answers among the picks"),
  covered: msg("Right answers among the picks appear once you have predicted."),
  caption: {
    in: msg("Problems like those the reward models learnt from. Bands are 95 % intervals over problems."),
    out: msg(
      "Longer problems of other stories, with another habit in the majority. Bands are 95 % intervals over problems.",
    ),
    dpo: msg(
      "Policies tuned by DPO on pairs that somebody chose among their own samples, 3 seeds. Gains over the policy as it was; right answers by the verifier, at temperature 1. Each reward is in the scale of its own reward model; where the verifier chose, of GRM.",
    ),
  },
  samples: (samples: number, problems: number) =>
    t("{samples} responses to each of {problems} problems.", { samples, problems }),
  point: (name: string, gold: string, proxy: string | null) =>
    proxy === null
      ? t("{name}: {gold} right", { name, gold })
      : t("{name}: {gold} right, reward {proxy}", { name, gold, proxy }),
  rates: (rate: number) => (rate < 1e-4 ? t("pushed gently") : t("pushed hard")),
  rateLabel: msg("Learning rate"),
  reward: msg("gain in reward"),
  right: msg("gain in right answers"),
};

const ACCENTS: Readonly<Record<string, string>> = { bt: "bt", icrm: "icrm", grm: "grm" };
const DASHES: Readonly<Record<string, string>> = { icrm: "7 3", "baseline:majority": "2 3", truth: "1 4" };
const percent = (share: number) => percentText(share, 0);
const signedPercent = (share: number) => `${share > 0 ? "+" : ""}${percentText(share)}`;

/** Lesson 6: reward and right answers as a policy is chosen from, or tuned, harder and harder. */
export function BehaviourFigure() {
  const revealed = usePrediction() !== null;
  const [view, setView] = useState<View>("out");
  const [place, setPlace] = useState(0);
  const { n, samples, problems } = lessonBestOfN;
  const isChoice = view !== "dpo";
  return (
    <Figure
      title={translated(words.title)}
      controls={
        <>
          {revealed && (
            <SegmentedControl
              aria-label={translated(words.view)}
              value={view}
              onChange={(value) => setView(value as View)}
              data={Object.entries(words.views).map(([value, label]) => ({ value, label: translated(label) }))}
            />
          )}
          {isChoice && (
            <div className={classes.slider} data-symbol="N">
              <span>{words.n(n[place] as number)}</span>
              <Slider
                thumbLabel={translated(words.nLabel)}
                value={place}
                onChange={setPlace}
                min={0}
                max={n.length - 1}
                step={1}
                label={null}
              />
            </div>
          )}
        </>
      }
      caption={
        <>
          {translated(words.caption[view])} {isChoice && words.samples(samples, problems)}
        </>
      }
    >
      {isChoice ? <Curves view={view} place={place} revealed={revealed} /> : <Tuned />}
    </Figure>
  );
}

function Curves({ view, place, revealed }: { view: "in" | "out"; place: number; revealed: boolean }) {
  const palette = usePalette();
  const judges = lessonBestOfN[view];
  const colourOf = (id: string) => (ACCENTS[id] ? palette.model({ method: ACCENTS[id] }) : palette.muted);
  const points = judges.map(({ name, gold, proxy }) =>
    words.point(
      translated(name),
      percent((gold[place] as Interval).value),
      proxy && signedText((proxy[place] as Interval).value),
    ),
  );
  const series = (of: "gold" | "proxy") =>
    judges.flatMap((judge) => {
      const points = judge[of];
      return points ? [{ id: judge.id, name: translated(judge.name), points, colour: colourOf(judge.id) }] : [];
    });
  return (
    <>
      <div className={classes.plots}>
        <CurvePlot title={translated(words.proxy)} series={series("proxy")} place={place} text={tickText} />
        {revealed ? (
          <CurvePlot title={translated(words.gold)} series={series("gold")} place={place} text={percent} unit />
        ) : (
          <p className={classes.hidden}>{translated(words.covered)}</p>
        )}
      </div>
      <ul className={classes.key}>
        {judges.map(({ id, name }, i) => (
          <li key={id}>
            <svg width="22" height="8" aria-hidden>
              <line x2="22" y1="4" y2="4" stroke={colourOf(id)} strokeWidth="2" strokeDasharray={DASHES[id]} />
            </svg>
            {revealed ? points[i] : translated(name)}
          </li>
        ))}
      </ul>
      {revealed && (
        <SettledStatus>{`${words.n(lessonBestOfN.n[place] as number)}: ${listed(points, ";")}`}</SettledStatus>
      )}
    </>
  );
}

interface CurvePlotProps {
  title: string;
  series: readonly { id: string; name: string; points: readonly Interval[]; colour: string }[];
  /** The index of the N that is shown. */
  place: number;
  text(value: number): string;
  /** The axis runs from 0 to 1. */
  unit?: boolean;
}

const HEIGHT = 200;
/** Room for the numbers of the vertical axis, in text of twice the size too. */
const LEFT = 56;
const RIGHT = 12;

/** Curves over N, equal factors of N equally far apart, each with its interval as a band. */
function CurvePlot({ title, series, place, text, unit = false }: CurvePlotProps) {
  const palette = usePalette();
  const { ref, width } = useElementSize<HTMLElement>();
  const { n } = lessonBestOfN;
  const ends = series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]));
  const [low, high] = unit ? [0, 1] : [Math.floor(Math.min(...ends)), Math.ceil(Math.max(...ends))];
  const ticks = Array.from({ length: 5 }, (_, i) => low + ((high - low) * i) / 4);
  const axis = linearAxis(HEIGHT, [low, high], ticks);
  const x = (i: number) => LEFT + (i * Math.max(0, width - LEFT - RIGHT)) / (n.length - 1);
  const line = (values: readonly number[]) => values.map((value, i) => `${x(i)},${axis.y(value).toFixed(1)}`);
  const label = `${title}: ${series
    .map(
      ({ name, points }) =>
        `${name} ${points.map(({ value }, i) => t("{value} at N {n}", { value: text(value), n: n[i] ?? "" })).join(", ")}`,
    )
    .join("; ")}`;
  return (
    <section ref={ref} className={classes.curve}>
      <b>{title}</b>
      <svg width="100%" height={HEIGHT + 18} role="img" aria-label={label} className={classes.axisText}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width - RIGHT} y1={axis.y(tick)} y2={axis.y(tick)} stroke={palette.line} />
            <text x={LEFT - 6} y={axis.y(tick) + 4} textAnchor="end" fill={palette.muted}>
              {text(tick)}
            </text>
          </g>
        ))}
        {n.map((count, i) => (
          <text key={count} x={x(i)} y={HEIGHT + 12} textAnchor="middle" fill={palette.muted}>
            {count}
          </text>
        ))}
        <line x1={x(place)} x2={x(place)} y1="0" y2={HEIGHT} stroke={palette.ink} strokeDasharray="3 3" />
        {series.map(({ id, points, colour }) => (
          <g key={id} data-curve={id}>
            <polygon
              points={[
                ...line(points.map((point) => point.low)),
                ...line(points.map((point) => point.high)).reverse(),
              ].join(" ")}
              fill={colour}
              fillOpacity="0.08"
            />
            <polyline
              points={line(points.map((point) => point.value)).join(" ")}
              fill="none"
              stroke={colour}
              strokeWidth="2"
              strokeDasharray={DASHES[id]}
            />
            <circle cx={x(place)} cy={axis.y((points[place] as Interval).value)} r="4" fill={colour} />
          </g>
        ))}
      </svg>
      <ChartTable
        label={title}
        numbers={() => ({
          columns: ["N", ...series.map(({ name }) => name)],
          rows: n.map((count, i) => [
            String(count),
            ...series.map(({ points }) => {
              const { value, low, high } = points[i] as Interval;
              return `${text(value)} [${text(low)}, ${text(high)}]`;
            }),
          ]),
        })}
      />
    </section>
  );
}

/** What DPO gains, by who chose the pairs. */
function Tuned() {
  const palette = usePalette();
  const clean = lessonResults.tuned.filter(({ cue }) => cue === "clean");
  const [id, setId] = useState(clean[0]?.id ?? "");
  const rows = clean.find((tuned) => tuned.id === id)?.rows ?? [];
  const rowsOf = (of: "reward" | "gold") =>
    rows.flatMap((row) => {
      const interval = row[of];
      const accent = ACCENTS[row.chooser];
      const colour = accent ? palette.model({ method: accent }) : palette.muted;
      return interval ? [{ id: row.chooser, name: row.name, ...interval, dots: [], colour }] : [];
    });
  return (
    <>
      <SegmentedControl
        aria-label={translated(words.rateLabel)}
        value={id}
        onChange={setId}
        data={clean.map((tuned) => ({ value: tuned.id, label: words.rates(tuned.learningRate) }))}
        style={{ alignSelf: "flex-start" }}
      />
      <IntervalTable
        label={translated(words.reward)}
        rows={rowsOf("reward")}
        domain={[0, 10]}
        line={0}
        text={(value) => fixedText(value, 1)}
      />
      <IntervalTable
        label={translated(words.right)}
        rows={rowsOf("gold")}
        domain={[0, 0.5]}
        line={0}
        text={signedPercent}
      />
    </>
  );
}
