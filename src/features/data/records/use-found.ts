import { useEffect, useState } from "react";
import type { RecordFilter } from "../../../engine/data/record-filter.ts";
import { reportOf } from "../../../engine/errors.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { isAbort } from "../../../worker/client.ts";
import type { WalkProgress } from "../../../worker/data-records.ts";
import { dataClient, sets } from "../session.ts";

/** The records that pass a filter, with their numbering. */
export interface Found {
  count: number;
  /** The position of the nth record found. */
  positionOf(place: number): number;
  /** The index of a position among the records found; −1 if it is not among them. */
  placeOf(position: number): number;
}

const QUIET_MS = 200;

/** The records found by a filter. During a search the previous result stays visible. */
export function useFound(set: DataSetRecord, { words, kind }: RecordFilter) {
  const [positions, setPositions] = useState<Uint32Array | null>(null);
  const [progress, setProgress] = useState<WalkProgress | null>(null);
  const all = words.trim() === "" && kind === null;
  const { id, hash } = set;

  // biome-ignore lint/correctness/useExhaustiveDependencies: other contents are searched anew
  useEffect(() => {
    setProgress(null);
    if (all) return setPositions(null);
    const stop = new AbortController();
    // Waits for a pause in typing, so that a word is searched once and not letter by letter.
    const timer = setTimeout(() => {
      const onEvent = (event: WalkProgress) => !stop.signal.aborted && setProgress(event);
      dataClient
        .request<"findRecords">(
          { kind: "findRecords", data: id, filter: { words, kind } },
          { signal: stop.signal, onEvent },
        )
        .then(
          (found) => {
            if (stop.signal.aborted) return;
            setPositions(found);
            setProgress(null);
          },
          (error) => {
            if (!isAbort(error)) sets.store.setState({ error: reportOf(error) });
          },
        );
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id, hash, words, kind, all]);

  return { found: all || positions === null ? everything(set.records) : some(positions), progress };
}

function everything(count: number): Found {
  return {
    count,
    positionOf: (place) => place,
    placeOf: (position) => (position < count ? position : -1),
  };
}

function some(positions: Uint32Array): Found {
  return {
    count: positions.length,
    positionOf: (place) => positions[place] ?? 0,
    placeOf: (position) => positions.indexOf(position),
  };
}
