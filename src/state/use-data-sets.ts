import { useEffect, useState } from "react";
import { dataSets } from "../storage/data-sets.ts";
import type { DataSetRecord } from "../storage/records.ts";

/** The data sets of this browser, newest first; null until they have been read. */
export function useDataSets(): readonly DataSetRecord[] | null {
  const [sets, setSets] = useState<readonly DataSetRecord[] | null>(null);
  useEffect(() => dataSets.watch(setSets), []);
  return sets;
}
