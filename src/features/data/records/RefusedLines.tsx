import { useEffect, useState } from "react";
import type { Refusal } from "../../../engine/data/import-report.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { sets } from "../session.ts";
import { RefusalTable } from "./RefusalTable.tsx";

/** The records that the import of a data set refused. */
export function RefusedLines({ set: { id, report } }: { set: DataSetRecord }) {
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  useEffect(() => {
    void sets.attempt(async () => setRefusals(await dataSets.refusals(id)));
  }, [id]);
  return <RefusalTable refusals={refusals} refused={report.refused} unit={report.unit} />;
}
