import { useEffect, useState } from "react";
import type { EmbeddedDataSet } from "../../../state/embedded-data-sets.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { dataClient, sets } from "../session.ts";

/** What is known of a data set that comes with the playground; null until its file has been read. */
export function useEmbeddedSet(embedded: EmbeddedDataSet | null): DataSetRecord | null {
  const [set, setSet] = useState<DataSetRecord | null>(null);
  const file = embedded?.file ?? null;
  useEffect(() => {
    if (file === null) return;
    let left = false;
    void sets.attempt(async () => {
      const opened = await dataClient.request<"openData">({ kind: "openData", data: file });
      if (!left) setSet(opened);
    });
    return () => {
      left = true;
    };
  }, [file]);
  return set?.id === file ? set : null;
}
