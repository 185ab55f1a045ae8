import { RunHistory } from "../../engine/training/run-history.ts";
import type { Keeping, RunSaver } from "./keeping.ts";
import type { RunPlan } from "./plan.ts";

/** Keeps nothing of runs. @param heard the parts of a run's saver that its trainer listens to */
export function unkept(heard: (plan: RunPlan) => Partial<Pick<RunSaver, "note" | "finish" | "fail">>): Keeping {
  const nothing = async () => {};
  const silent = { note() {}, saveMetrics: nothing, save: async () => false, finish: nothing, fail: nothing };
  return {
    schedule: { due: () => null, saved() {} },
    begin: async (plan) => ({
      saver: { ...silent, discard: nothing, interrupt: nothing, ...heard(plan) },
      kept: { snapshot: null, rows: [], history: new RunHistory() },
    }),
  };
}
