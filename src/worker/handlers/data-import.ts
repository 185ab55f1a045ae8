import { importRecords } from "../../engine/data/import.ts";
import { checkUsed } from "../../engine/data/import-report.ts";
import { type Inspection, inspectData } from "../../engine/data/inspect.ts";
import { keptLine } from "../../engine/data/kept-record.ts";
import { DataSetWriter } from "../../storage/data-set-writer.ts";
import type { DataSetRecord } from "../../storage/records.ts";
import { requireRoom } from "../../storage/room.ts";
import { MOST_RECORDS, originName } from "../data-records.ts";
import type { ImportDataRequest, InspectDataRequest } from "../protocol.ts";
import type { Call } from "../serve.ts";

/** Says what a file looks like, before any of it is kept. */
export function inspect({ input, plan }: InspectDataRequest): Promise<Inspection> {
  const { shape, map, neutralIsWrong } = plan;
  return inspectData(input.file, originName(input.origin), {
    shape: shape ?? undefined,
    map: map ?? undefined,
    neutralIsWrong,
  });
}

/** Keeps the records of a file as a data set; cancelled, nothing of it stays. */
export function importData(
  { input: { file, origin }, plan, name }: ImportDataRequest,
  { emit, signal }: Call<"importData">,
): Promise<DataSetRecord> {
  return DataSetWriter.write(async (writer) => {
    await requireRoom(file.size, "the data set");
    const report = await importRecords(
      file,
      originName(origin),
      async (batch) => {
        for (const record of batch) await writer.add(keptLine(record));
      },
      {
        shape: plan.shape ?? undefined,
        map: plan.map ?? undefined,
        neutralIsWrong: plan.neutralIsWrong,
        first: Math.min(plan.first ?? MOST_RECORDS, MOST_RECORDS),
        signal,
        onProgress: emit,
      },
    );
    checkUsed(report, originName(origin), "Choose another shape, or say where its fields are.");
    return { name, origin, plan, report };
  });
}
