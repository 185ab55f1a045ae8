import { msg } from "../i18n/msg.ts";
import { dataSets } from "../storage/data-sets.ts";
import type { DataSetRecord } from "../storage/records.ts";
import { createKeptList, type KeptList } from "./kept-list.ts";

/** The data sets of this browser, for a page. */
export interface DataSets extends KeptList<DataSetRecord> {
  rename(id: string, name: string): Promise<void>;
}

export function createDataSets(): DataSets {
  const list = createKeptList(dataSets, msg("Data set"));
  return { ...list, rename: (id, name) => list.attempt(() => dataSets.rename(id, name)) };
}
