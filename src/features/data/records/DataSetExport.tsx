import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import type { ExportFormat } from "../../../engine/data/export-format.ts";
import { t } from "../../../i18n/i18n.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { saveFile } from "../../../ui/download.ts";
import { countText } from "../../../ui/numbers.ts";
import type { ExportedData } from "../../../worker/data-records.ts";
import { dataClient, sets } from "../session.ts";
import classes from "./Records.module.css";
import { RefusalTable } from "./RefusalTable.tsx";

const FORMATS: Record<ExportFormat, string> = {
  trl: "TRL",
  "llamafactory-alpaca": "LLaMA-Factory, alpaca",
  "llamafactory-sharegpt": "LLaMA-Factory, sharegpt",
  icrm: "ICRM",
};

/** Exports a data set as JSONL for other tools. */
export function DataSetExport({ set }: { set: DataSetRecord }) {
  const [busy, setBusy] = useState(false);
  const [exported, setExported] = useState<ExportedData | null>(null);
  const exportAs = (format: ExportFormat) =>
    sets.attempt(async () => {
      setBusy(true);
      setExported(null);
      try {
        const data = await dataClient.request<"exportData">({ kind: "exportData", data: set.id, format });
        saveFile(`${fileName(set.name)}.${format}.jsonl`, data.file);
        setExported(data);
      } finally {
        setBusy(false);
      }
    });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" loading={busy} leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}>
            {t("Export")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.entries(FORMATS).map(([format, label]) => (
            <Menu.Item key={format} onClick={() => void exportAs(format as ExportFormat)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {exported && exported.leftOut.length > 0 && (
        <div className={classes.leftOut}>
          <p>
            {t("{written} written; {format} has no words for these:", {
              written: countText(exported.written),
              format: FORMATS[exported.format],
            })}
          </p>
          <RefusalTable refusals={exported.leftOut} refused={exported.leftOut.length} unit="record" />
        </div>
      )}
    </>
  );
}

/** The name as a file name. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}.-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "") || "data";
}
