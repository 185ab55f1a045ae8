import { Box, Table } from "@mantine/core";
import { useState } from "react";
import type { Refusal } from "../../../engine/data/import-report.ts";
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
    <section aria-label="Refused" className={classes.refused}>
      <Box className={classes.refusedScroller} tabIndex={0} role="group" aria-label="Refused lines">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th data-numeric>{unit}</Table.Th>
              <Table.Th>Field</Table.Th>
              <Table.Th>Expected</Table.Th>
              <Table.Th>Found</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refusals.slice(0, shown).map(({ number, field, expected, found }) => (
              <Table.Tr key={number} data-testid="refusal">
                <Table.Td data-numeric>{countText(number)}</Table.Td>
                <Table.Td>{field}</Table.Td>
                <Table.Td>{expected}</Table.Td>
                <Table.Td>{found}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Box>
      {shown < refusals.length && (
        <button type="button" className={classes.more} onClick={() => setShown(shown * 4)}>
          {refusals.length - shown} more
        </button>
      )}
      {refused > refusals.length && (
        <p className={classes.note}>
          The first {countText(refusals.length)} of {countText(refused)} are listed.
        </p>
      )}
    </section>
  );
}
