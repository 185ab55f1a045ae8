import { Table } from "@mantine/core";
import type { LengthStatistics, Spread } from "../../../engine/data/length-statistics.ts";
import type { DataRecord } from "../../../engine/data/record.ts";
import type { Fit } from "../../../engine/data/record-tokens.ts";
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
      counting…{" "}
      {progress && (
        <>
          <progress max={progress.of} value={progress.done} aria-label="Counting" /> {countText(progress.done)} of{" "}
          {countText(progress.of)}
        </>
      )}
    </p>
  );
}

function Figures({ statistics }: { statistics: DataStatistics }) {
  const { kinds, prompts, pairs, fits, lengths, responses, whole, contextLength } = statistics;
  const counts = [
    ...Object.entries(kinds).map(
      ([kind, count]) => `${kindTexts[kind as DataRecord["kind"]].many}: ${countText(count)}`,
    ),
    `${countText(prompts)} different prompts`,
    `${countText(pairs)} preference pairs`,
  ];
  return (
    <section aria-label="Statistics" className={classes.panel}>
      <p className={classes.counts}>{counts.join(" · ")}</p>
      <ul className={classes.fits} aria-label="Whether the model reads the records as they are">
        {Object.entries(fitTexts).map(([fit, { sign, short, meaning }]) => (
          <li key={fit} data-fit={fit} title={meaning}>
            {sign} {short}: {countText(fits[fit as Fit])}
          </li>
        ))}
      </ul>
      {lengths && <LengthTable {...lengths} />}
      <div className={classes.figures}>
        <LengthHistogram
          label={`Tokens of prompt and longest response; ${contextLength} fit`}
          up={whole}
          down={new Uint32Array()}
          limit={contextLength}
        />
        {lengths && (
          <LengthHistogram
            label="Tokens of responses: chosen ▲ filled, rejected ▽ outlined"
            up={responses.chosen}
            down={responses.rejected}
            limit={null}
          />
        )}
      </div>
      {lengths && (
        <p className={classes.note}>
          In {percentText(lengths.tokens.chosenLonger, 0)} of the pairs the chosen response has more tokens; of two as
          long as each other, half counts. Far from 50 %, a reward model can win by length alone.
        </p>
      )}
    </section>
  );
}

const PARTS = [
  ["prompt", "Prompt"],
  ["chosen", "Chosen"],
  ["rejected", "Rejected"],
  ["whole", "Prompt and longer response"],
] as const;
const COLUMNS = ["min", "median", "mean", "p95", "max"] as const satisfies (keyof Spread)[];

function LengthTable({ tokens, characters }: Record<"tokens" | "characters", LengthStatistics>) {
  const figures = (of: string, statistics: LengthStatistics) =>
    PARTS.map(([part, label]) => (
      <Table.Tr key={`${of} ${part}`}>
        <Table.Th scope="row">
          {label}, {of}
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
          <Table.Th>Lengths over pairs</Table.Th>
          {COLUMNS.map((column) => (
            <Table.Th key={column} data-numeric>
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {figures("tokens", tokens)}
        {figures("characters", characters)}
      </Table.Tbody>
    </Table>
  );
}
