import { useEffect, useState } from "react";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import { runStore } from "../../storage/run-store.ts";

const NONE: ReadonlyMap<string, StepMetrics[]> = new Map();

/** The metrics of runs by id. Runs whose metrics have not been read yet are missing. */
export function useRunMetrics(ids: readonly string[]): ReadonlyMap<string, StepMetrics[]> {
  const [metrics, setMetrics] = useState(NONE);
  const key = ids.join();
  useEffect(() => {
    const wanted = key.split(",").filter(Boolean);
    setMetrics((before) => new Map([...before].filter(([id]) => wanted.includes(id))));
    const stops = wanted.map((id) =>
      runStore.watchMetrics(id, (rows) => setMetrics((before) => new Map(before).set(id, rows))),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [key]);
  return metrics;
}
