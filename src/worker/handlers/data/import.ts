import { type ImportPlan, importRecords } from "../../../engine/data/import.ts";
import { checkUsed } from "../../../engine/data/import-report.ts";
import { type Inspection, inspectData } from "../../../engine/data/inspect.ts";
import { keptLine } from "../../../engine/data/kept-record.ts";
import type { ByteSource } from "../../../engine/data/reading/byte-source.ts";
import { openHubParquet } from "../../../engine/hub/data-set.ts";
import { DataSetWriter } from "../../../storage/data-set-writer.ts";
import { requireDiskSpace } from "../../../storage/disk-space.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { Call, RequestOf } from "../../calls.ts";
import { type DataInput, type DataPart, MOST_RECORDS, originName } from "../../data-records.ts";

/** Inspects a file before anything of it is kept. */
export async function inspect({ input, plan }: RequestOf<"inspectData">): Promise<Inspection> {
  return inspectData(await sourcesOf(input), originName(input.origin), readingOf(plan));
}

/** Imports a file as a data set; if cancelled, nothing of it is kept. */
export function importData(
  { input, plan, name }: RequestOf<"importData">,
  { emit, signal }: Call<"importData">,
): Promise<DataSetRecord> {
  const { origin } = input;
  return DataSetWriter.write(async (writer) => {
    const sources = await sourcesOf(input);
    const size = sources.reduce((sum, source) => sum + source.size, 0);
    if (plan.first === null) await requireDiskSpace(size, "the data set");
    const report = await importRecords(
      sources,
      originName(origin),
      async (batch) => {
        for (const record of batch) await writer.add(keptLine(record));
      },
      {
        ...readingOf(plan),
        first: Math.min(plan.first ?? MOST_RECORDS, MOST_RECORDS),
        signal,
        onProgress: emit,
      },
    );
    checkUsed(report, originName(origin), "Choose another shape, or say where its fields are.");
    return { name, origin, plan, report };
  });
}

function readingOf({ shape, map, neutralIsWrong }: ImportPlan) {
  return { shape: shape ?? undefined, map: map ?? undefined, neutralIsWrong };
}

async function sourcesOf({ parts, origin, token }: DataInput): Promise<[ByteSource, ...ByteSource[]]> {
  const open = async (part: DataPart): Promise<ByteSource> => {
    if (part instanceof Blob || origin.kind !== "hub") return part as Blob;
    return openHubParquet({ ...origin, name: origin.dataset }, part, { hubUrl: origin.host, token });
  };
  const [first, ...others] = parts;
  return [await open(first), ...(await Promise.all(others.map(open)))];
}
