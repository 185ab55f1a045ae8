import { exportRecords } from "../../../engine/data/export.ts";
import { MOST_REFUSALS, type Refusal } from "../../../engine/data/import-report.ts";
import { formatJsonLines } from "../../../engine/data/json-lines.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { Call, RequestOf } from "../../calls.ts";
import type { ExportedData } from "../../data-records.ts";
import type { DataShelf } from "./shelf.ts";

/** Writes a data set in another tool's format, chunk by chunk. */
export async function exportData(
  shelf: DataShelf,
  data: DataSetRecord,
  { format }: RequestOf<"exportData">,
  { emit, signal }: Call<"exportData">,
): Promise<ExportedData> {
  const parts: Blob[] = [];
  const leftOut: Refusal[] = [];
  let [written, done] = [0, 0];
  for await (const records of shelf.walk(data, signal)) {
    const part = exportRecords(
      records.map(({ position, record }) => ({ number: position + 1, record })),
      format,
    );
    written += part.objects.length;
    leftOut.push(...part.leftOut.slice(0, MOST_REFUSALS - leftOut.length));
    parts.push(new Blob([formatJsonLines(part.objects)]));
    done += records.length;
    emit({ done, of: data.records });
  }
  return { format, file: new Blob(parts, { type: "application/x-ndjson" }), written, leftOut };
}
