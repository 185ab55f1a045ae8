import { Table } from "@mantine/core";
import type { LengthSpread, LengthStatistics } from "../../../engine/data/length-statistics.ts";
import type { DataRecord } from "../../../engine/data/record.ts";
import type { Fit } from "../../../engine/data/record-tokens.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { countText, percentText } from "../../../ui/numbers.ts";
import type { DataStatistics } from "../../../worker/data-records.ts";
import { fitTexts, kindTexts } from "../records/texts.ts";
import { LengthHistogram } from "./LengthHistogram.tsx";
import classes from "./Statistics.module.css";
import { useStatistics } from "./use-statistics.ts";

/** The statistics of a data set, for a person who wants to train on it. */
export function StatisticsPanel({ set }: { set: DataSetRecord }) {
  const { statistics, progress } = useStatistics(set);
  if (statistics) return <Figures statistics={statistics} />;
  return (
    <p className={classes.note}>
      {t("counting…")}{" "}
      {progress && (
        <>
          <progress max={progress.of} value={progress.done} aria-label={t("Counting")} />{" "}
          {t("{done} of {of}", { done: countText(progress.done), of: countText(progress.of) })}
        </>
      )}
    </p>
  );
}

function Figures({ statistics }: { statistics: DataStatistics }) {
  const { kinds, prompts, pairs, fits, lengths, responses, whole, contextLength } = statistics;
  const counts = [
    ...Object.entries(kinds).map(
      ([kind, count]) => `${translated(kindTexts[kind as DataRecord["kind"]].many)}: ${countText(count)}`,
    ),
    t("{prompts} different prompts", { prompts: countText(prompts) }),
    t("{pairs} preference pairs", { pairs: countText(pairs) }),
  ];
  return (
    <section aria-label={t("Statistics")} className={classes.panel}>
      <p className={classes.counts}>{counts.join(" · ")}</p>
      <ul className={classes.fits} aria-label={t("Whether the model reads the records as they are")}>
        {Object.entries(fitTexts).map(([fit, { sign, short, meaning }]) => (
          <li key={fit} data-fit={fit} title={translated(meaning)}>
            {sign} {translated(short)}: {countText(fits[fit as Fit])}
          </li>
        ))}
      </ul>
      {lengths && <LengthTable {...lengths} />}
      <div className={classes.figures}>
        <LengthHistogram
          label={t("Tokens of prompt and longest response; {contextLength} fit", { contextLength })}
          names={[t("Prompt and longer response")]}
          up={whole}
          down={new Uint32Array()}
          limit={contextLength}
        />
        {lengths && (
          <LengthHistogram
            label={t("Tokens of responses: chosen ▲ filled, rejected ▽ outlined")}
            names={[t("Chosen"), t("Rejected")]}
            up={responses.chosen}
            down={responses.rejected}
            limit={null}
          />
        )}
      </div>
      {lengths && (
        <p className={classes.note}>
          {t(
            "In {chosenLonger} of the pairs the chosen response has more tokens; of two as long as each other, half counts. Far from 50 %, a reward model can win by length alone.",
            { chosenLonger: percentText(lengths.tokens.chosenLonger, 0) },
          )}
        </p>
      )}
    </section>
  );
}

const PARTS = [
  ["prompt", msg("Prompt")],
  ["chosen", msg("Chosen")],
  ["rejected", msg("Rejected")],
  ["whole", msg("Prompt and longer response")],
] as const;
const COLUMNS = [msg("min"), msg("median"), msg("mean"), "p95", msg("max")] as const satisfies (keyof LengthSpread)[];

function LengthTable({ tokens, characters }: Record<"tokens" | "characters", LengthStatistics>) {
  const figures = (of: string, statistics: LengthStatistics) =>
    PARTS.map(([part, label]) => (
      <Table.Tr key={`${of} ${part}`}>
        <Table.Th scope="row">
          {translated(label)}, {of}
        </Table.Th>
        {COLUMNS.map((column) => (
          <Table.Td key={column} data-numeric>
            {countText(statistics[part][column])}
          </Table.Td>
        ))}
      </Table.Tr>
    ));
  return (
    <Table className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("Lengths over pairs")}</Table.Th>
          {COLUMNS.map((column) => (
            <Table.Th key={column} data-numeric>
              {translated(column)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {figures(t("tokens"), tokens)}
        {figures(t("characters"), characters)}
      </Table.Tbody>
    </Table>
  );
}
