import { useEffect, useState } from "react";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { RecordView } from "../../../worker/data-records.ts";
import { dataClient, sets } from "../session.ts";
import { useReader } from "./use-reader.ts";

/** One record with its tokens; while another record is read, the previous one stays visible. */
export function useRecord({ id, hash }: DataSetRecord, position: number): RecordView | null {
  const model = useReader();
  const [view, setView] = useState<RecordView | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other contents are read anew
  useEffect(() => {
    let left = false;
    void sets.attempt(async () => {
      const request = { kind: "readRecord", data: id, position, model } as const;
      const read = await dataClient.request<"readRecord">(request);
      if (!left) setView(read);
    });
    return () => {
      left = true;
    };
  }, [id, hash, position, model]);
  return view;
}
