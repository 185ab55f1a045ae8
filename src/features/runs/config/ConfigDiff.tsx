import { Box, Switch, Table } from "@mantine/core";
import { useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { RunRecord } from "../../../storage/records.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { Swatch } from "../../../ui/Swatch.tsx";
import classes from "../RunsPage.module.css";
import { settingRows } from "./differences.ts";

interface ConfigDiffProps {
  runs: readonly RunRecord[];
  strokes: ReadonlyMap<string, RunStroke>;
}

/** The settings in which runs differ, side by side. */
export function ConfigDiff({ runs, strokes }: ConfigDiffProps) {
  const [all, setAll] = useState(runs.length === 1);
  const rows = settingRows(runs);
  const same = rows.filter(({ differs }) => !differs).length;
  const shown = all ? rows : rows.filter(({ differs }) => differs);
  return (
    <div>
      <Switch
        label={t("Also the {same} settings that are the same", { same })}
        checked={all}
        onChange={(event) => setAll(event.currentTarget.checked)}
      />
      {shown.length === 0 ? (
        <p className={classes.hint}>
          {t("These runs have the same settings, seed and data: they should give the same figures.")}
        </p>
      ) : (
        <Box component="section" className={classes.tableScroller} aria-label={t("Settings side by side")} tabIndex={0}>
          <Table className={classes.settings}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("Setting")}</Table.Th>
                {runs.map(({ id, name }) => {
                  const stroke = strokes.get(id);
                  return (
                    <Table.Th key={id}>
                      <span className={classes.method}>
                        {stroke && <Swatch stroke={stroke} />}
                        {name}
                      </span>
                    </Table.Th>
                  );
                })}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ name, values, differs }) => (
                <Table.Tr key={name} data-testid={differs ? "difference" : undefined}>
                  <Table.Th scope="row">{translated(name)}</Table.Th>
                  {runs.map(({ id }, i) => (
                    <Table.Td key={id} data-differs={(all && differs) || undefined}>
                      {translated(values[i] ?? "")}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Box>
      )}
    </div>
  );
}
