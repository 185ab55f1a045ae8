import { Table, UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from "react";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { countText } from "../../../ui/numbers.ts";
import type { RecordRow } from "../../../worker/data-records.ts";
import classes from "./Records.module.css";
import { fitTexts, kindTexts } from "./texts.ts";
import type { Found } from "./use-found.ts";
import { useRows } from "./use-rows.ts";

/** The height of every row in px, as the style sheet has it. The header, which stays in sight, is one row. */
const ROW = 26;
/** Rows that are drawn before and after those in sight. */
const AROUND = 8;

interface RecordTableProps {
  set: DataSetRecord;
  found: Found;
  /** Position of the shown record in the data set. */
  chosen: number;
  onChoose: (position: number) => void;
}

/** A table of all records found, of which only the visible rows are drawn; arrow keys choose the shown record. */
export function RecordTable({ set, found, chosen, onChoose }: RecordTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const walking = useRef(false);
  const virtualizer = useVirtualizer({
    count: found.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: AROUND,
    scrollMargin: ROW,
    scrollPaddingStart: ROW,
  });
  const drawn = virtualizer.getVirtualItems();
  const from = drawn[0]?.index ?? 0;
  const to = from + drawn.length;
  const places = Array.from({ length: to - from }, (_, i) => from + i);
  const rows = useRows(set, places.map(found.positionOf));
  const place = found.placeOf(chosen);
  // The Tab key stops at one row: the shown record's, or the first visible one.
  const stop = place >= from && place < to ? place : from;

  useEffect(() => {
    if (place >= 0) virtualizer.scrollToIndex(place);
  }, [place, virtualizer]);
  useEffect(() => {
    if (!walking.current || stop !== place) return;
    walking.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-place="${place}"] button`)?.focus();
  }, [place, stop]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = moves[event.key];
    if (step === undefined || found.count === 0) return;
    event.preventDefault();
    walking.current = true;
    const next = Math.max(0, Math.min(found.count - 1, (place < 0 ? -1 : place) + step));
    onChoose(found.positionOf(next));
  };
  const onClick = ({ target }: MouseEvent) => {
    const row = (target as Element).closest<HTMLElement>("[data-place]");
    if (row) onChoose(found.positionOf(Number(row.dataset.place)));
  };

  return (
    <div ref={scroller} className={classes.scroller}>
      <Table
        className={classes.table}
        aria-label={t("Records")}
        aria-rowcount={found.count + 1}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <Table.Thead>
          <Table.Tr aria-rowindex={1}>
            <Table.Th data-column="number">#</Table.Th>
            <Table.Th data-column="prompt">{t("Prompt")}</Table.Th>
            <Table.Th data-column="response">{t("First response")}</Table.Th>
            <Table.Th data-column="tokens" title={t("Tokens of the prompt, and of the longest response")}>
              {t("Tokens")}
            </Table.Th>
            <Table.Th data-column="fit" title={t("Whether the model reads it as it is")}>
              {t("Reads")}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Gap rows={from} />
          {places.map((at) => {
            const position = found.positionOf(at);
            return (
              <Table.Tr
                key={position}
                aria-rowindex={at + 2}
                data-testid="row"
                data-place={at}
                data-chosen={at === place || undefined}
              >
                <Cells
                  position={position}
                  row={rows.get(position)}
                  tabIndex={at === stop ? 0 : -1}
                  chosen={at === place}
                />
              </Table.Tr>
            );
          })}
          <Gap rows={found.count - to} />
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** The space of rows that are not drawn. */
function Gap({ rows }: { rows: number }) {
  return rows > 0 ? <tr aria-hidden style={{ height: rows * ROW }} /> : null;
}

interface CellsProps {
  position: number;
  /** undefined until the row has been read. */
  row: RecordRow | undefined;
  tabIndex: number;
  chosen: boolean;
}

function Cells({ position, row, tabIndex, chosen }: CellsProps) {
  const fit = row && fitTexts[row.fit];
  const number = countText(position + 1);
  return (
    <>
      <Table.Td data-column="number">
        <UnstyledButton
          className={classes.pick}
          tabIndex={tabIndex}
          aria-label={t("Record {number}", { number })}
          aria-current={chosen || undefined}
        >
          {number}
        </UnstyledButton>
      </Table.Td>
      {/* Records are in languages of their own. */}
      <Table.Td lang="" title={row && translated(kindTexts[row.kind].one)}>
        {row?.prompt ?? "…"}
      </Table.Td>
      <Table.Td data-column="response" lang="">
        {row?.response}
      </Table.Td>
      <Table.Td data-column="tokens">{row && `${row.tokens.prompt} + ${row.tokens.response}`}</Table.Td>
      <Table.Td data-fit={row?.fit} title={fit && translated(fit.meaning)}>
        {fit && `${fit.sign} ${translated(fit.short)}`}
      </Table.Td>
    </>
  );
}

const PAGE = 12;
const moves: Record<string, number> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -PAGE,
  PageDown: PAGE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
