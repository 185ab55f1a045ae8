import { useEffect, useState } from "react";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { RecordView } from "../../../worker/data-records.ts";
import { dataClient, sets, TOKENS_OF } from "../session.ts";

/** One record with its tokens; while another is read, the one before stays in sight. */
export function useRecord({ id, hash }: DataSetRecord, position: number): RecordView | null {
  const [view, setView] = useState<RecordView | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other contents are read anew
  useEffect(() => {
    let left = false;
    void sets.attempt(async () => {
      const request = { kind: "readRecord", data: id, position, model: TOKENS_OF } as const;
      const read = await dataClient.request<"readRecord">(request);
      if (!left) setView(read);
    });
    return () => {
      left = true;
    };
  }, [id, hash, position]);
  return view;
}
