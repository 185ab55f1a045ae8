import { useEffect, useRef, useState } from "react";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { RecordRow } from "../../../worker/data-records.ts";
import { dataClient, sets } from "../session.ts";
import { useReader } from "./use-reader.ts";

/** This many rows are kept in memory after they were shown. */
const HELD = 2000;

/** The rows at some positions of a data set, as far as they have been read. */
export function useRows({ id, hash }: DataSetRecord, positions: readonly number[]): ReadonlyMap<number, RecordRow> {
  const model = useReader();
  const held = useRef<{ of: string; rows: Map<number, RecordRow> }>({ of: "", rows: new Map() });
  const [, redraw] = useState(0);
  const of = `${id} ${hash} ${model}`;
  if (held.current.of !== of) held.current = { of, rows: new Map() };
  const wanted = positions.filter((position) => !held.current.rows.has(position)).join();

  useEffect(() => {
    if (wanted === "") return;
    let left = false;
    void sets.attempt(async () => {
      const request = {
        kind: "readRows",
        data: id,
        positions: wanted.split(",").map(Number),
        model,
      } as const;
      const rows = await dataClient.request<"readRows">(request);
      if (held.current.of !== of) return;
      if (held.current.rows.size > HELD) held.current.rows.clear();
      for (const row of rows) held.current.rows.set(row.position, row);
      if (!left) redraw((count) => count + 1);
    });
    return () => {
      left = true;
    };
  }, [id, of, wanted, model]);

  return held.current.rows;
}
