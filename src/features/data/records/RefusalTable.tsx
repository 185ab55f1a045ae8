import { Box, Table } from "@mantine/core";
import { useState } from "react";
import type { Refusal } from "../../../engine/data/import-report.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { countText } from "../../../ui/numbers.ts";
import classes from "./Records.module.css";

interface RefusalTableProps {
  /** The refusals that are kept. */
  refusals: readonly Refusal[];
  /** Number of all refusals. */
  refused: number;
  /** What the refusals' numbers count: lines, elements or rows. */
  unit: string;
}

const AT_ONCE = 50;

/** Every refused record with its reason. */
export function RefusalTable({ refusals, refused, unit }: RefusalTableProps) {
  const [shown, setShown] = useState(AT_ONCE);
  if (refusals.length === 0) return null;
  return (
    <section aria-label={t("Refused")} className={classes.refused}>
      <Box className={classes.refusedScroller} tabIndex={0} role="group" aria-label={t("Refused lines")}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th data-numeric>{translated(unit)}</Table.Th>
              <Table.Th>{t("Field")}</Table.Th>
              <Table.Th>{t("Expected")}</Table.Th>
              <Table.Th>{t("Found", {}, "in place of what was expected")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refusals.slice(0, shown).map(({ number, field, expected, found }) => (
              <Table.Tr key={number} data-testid="refusal">
                <Table.Td data-numeric>{countText(number)}</Table.Td>
                <Table.Td>{translated(field)}</Table.Td>
                <Table.Td>{translated(expected)}</Table.Td>
                <Table.Td>{translated(found)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Box>
      {shown < refusals.length && (
        <button type="button" className={classes.more} onClick={() => setShown(shown * 4)}>
          {t("{n} more", { n: refusals.length - shown })}
        </button>
      )}
      {refused > refusals.length && (
        <p className={classes.note}>
          {t("The first {refusals} of {refused} are listed.", {
            refusals: countText(refusals.length),
            refused: countText(refused),
          })}
        </p>
      )}
    </section>
  );
}
