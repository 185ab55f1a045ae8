import { checkedRecord, keptLine } from "../../../engine/data/kept-record.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { RequestOf } from "../../calls.ts";
import { chunkPlace } from "./shelf.ts";

/**
 * Changes one record of a data set.
 * @throws PlaygroundError naming the field of a record that an import would refuse, or if the data set was changed
 *   elsewhere
 */
export async function changeRecord({
  data,
  hash,
  position,
  change,
}: RequestOf<"changeRecord">): Promise<DataSetRecord> {
  const set = { ...(await dataSets.get(data)), hash };
  const lines =
    change.type === "remove" ? [] : [keptLine({ ...change.record, record: checkedRecord(change.record.record) })];
  const last = set.chunks.length - 1;
  const { chunk, within } = chunkPlace(set, position) ?? { chunk: last, within: set.chunks[last]?.records ?? 0 };
  const text = await dataSets.chunkText(set, set.chunks[chunk] as DataSetRecord["chunks"][number]);
  const others = text.split(/(?<=\n)/).filter(Boolean);
  return dataSets.replaceChunk(set, chunk, others.toSpliced(within, change.type === "insert" ? 0 : 1, ...lines));
}
