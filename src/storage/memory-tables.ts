import type { StepMetrics } from "../engine/training/trainer.ts";
import type { DataSetRecord, ModelRecord, PolicyRecord, RunRecord } from "./records.ts";
import type { KeptTable, Tables } from "./tables.ts";

/** Tables of records and metrics in memory, which last as long as the page. */
export function memoryTables(): Tables {
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const metrics = new Map<string, Map<number, StepMetrics>>();

  return {
    runs: memoryTable<RunRecord>(changed, (id) => metrics.delete(id)),
    metrics: {
      async put(run, rows) {
        const own = metrics.get(run) ?? new Map<number, StepMetrics>();
        for (const row of rows) own.set(row.step, row);
        metrics.set(run, own);
        changed();
      },
      of: async (run) => [...(metrics.get(run)?.values() ?? [])].sort((a, b) => a.step - b.step),
      async removeAfter(run, step) {
        const own = metrics.get(run);
        for (const later of [...(own?.keys() ?? [])].filter((other) => other > step)) own?.delete(later);
        changed();
      },
    },
    policies: memoryTable<PolicyRecord>(changed),
    dataSets: memoryTable<DataSetRecord>(changed),
    models: memoryTable<ModelRecord>(changed),
    watch(query, listener) {
      const watcher = () => void query().then(listener);
      watchers.add(watcher);
      watcher();
      return () => watchers.delete(watcher);
    },
  };
}

/** @param onRemove also removes what belongs to a removed record */
function memoryTable<Kept extends { id: string }>(
  changed: () => void,
  onRemove?: (id: string) => void,
): KeptTable<Kept> {
  const records = new Map<string, Kept>();
  return {
    async put(record) {
      records.set(record.id, record);
      changed();
    },
    get: async (id) => records.get(id) ?? null,
    async update(id, changes) {
      const record = records.get(id);
      if (!record) return;
      records.set(id, { ...record, ...changes });
      changed();
    },
    all: async () => [...records.values()],
    async remove(id) {
      records.delete(id);
      onRemove?.(id);
      changed();
    },
  };
}
