import { useEffect, useState } from "react";
import { reportOf } from "../../../engine/errors.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { isAbort } from "../../../worker/client.ts";
import type { DataStatistics, WalkProgress } from "../../../worker/data-records.ts";
import { useReader } from "../records/use-reader.ts";
import { dataClient, sets } from "../session.ts";

interface Counting {
  statistics: DataStatistics | null;
  progress: WalkProgress | null;
}

/** The statistics of a data set, computed anew when it changes; unmounting cancels the computation. */
export function useStatistics({ id, hash }: DataSetRecord): Counting {
  const model = useReader();
  const [counting, setCounting] = useState<Counting>({ statistics: null, progress: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other contents are counted anew
  useEffect(() => {
    const stop = new AbortController();
    setCounting({ statistics: null, progress: null });
    dataClient
      .request<"measureData">(
        { kind: "measureData", data: id, model },
        {
          signal: stop.signal,
          onEvent: (progress) => !stop.signal.aborted && setCounting({ statistics: null, progress }),
        },
      )
      .then(
        (statistics) => !stop.signal.aborted && setCounting({ statistics, progress: null }),
        (error) => {
          if (!isAbort(error)) sets.store.setState({ error: reportOf(error) });
        },
      );
    return () => stop.abort();
  }, [id, hash, model]);
  return counting;
}
