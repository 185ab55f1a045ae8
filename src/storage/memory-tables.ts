import type { StepMetrics } from "../engine/training/trainer.ts";
import type { DataSetRecord, ModelRecord, PolicyRecord, RunRecord } from "./records.ts";
import type { Tables } from "./tables.ts";

/** Records and metrics that last as long as the page. */
export function memoryTables(): Tables {
  const runs = new Map<string, RunRecord>();
  const metrics = new Map<string, Map<number, StepMetrics>>();
  const policies = new Map<string, PolicyRecord>();
  const dataSets = new Map<string, DataSetRecord>();
  const models = new Map<string, ModelRecord>();
  const watchers = new Set<() => void>();

  function changed(): void {
    for (const watcher of watchers) watcher();
  }

  return {
    async put(run) {
      runs.set(run.id, run);
      changed();
    },
    get: async (id) => runs.get(id) ?? null,
    async update(id, changes) {
      const run = runs.get(id);
      if (!run) return;
      runs.set(id, { ...run, ...changes });
      changed();
    },
    all: async () => [...runs.values()],
    async remove(id) {
      runs.delete(id);
      metrics.delete(id);
      changed();
    },
    async putMetrics(id, rows) {
      const own = metrics.get(id) ?? new Map<number, StepMetrics>();
      for (const row of rows) own.set(row.step, row);
      metrics.set(id, own);
      changed();
    },
    metrics: async (id) => [...(metrics.get(id)?.values() ?? [])].sort((a, b) => a.step - b.step),
    async removeMetricsAfter(id, step) {
      const own = metrics.get(id);
      for (const later of [...(own?.keys() ?? [])].filter((other) => other > step)) own?.delete(later);
      changed();
    },
    async putPolicy(policy) {
      policies.set(policy.id, policy);
      changed();
    },
    async updatePolicy(id, changes) {
      const policy = policies.get(id);
      if (!policy) return;
      policies.set(id, { ...policy, ...changes });
      changed();
    },
    policies: async () => [...policies.values()],
    async removePolicy(id) {
      policies.delete(id);
      changed();
    },
    async putDataSet(data) {
      dataSets.set(data.id, data);
      changed();
    },
    dataSet: async (id) => dataSets.get(id) ?? null,
    async updateDataSet(id, changes) {
      const data = dataSets.get(id);
      if (!data) return;
      dataSets.set(id, { ...data, ...changes });
      changed();
    },
    dataSets: async () => [...dataSets.values()],
    async removeDataSet(id) {
      dataSets.delete(id);
      changed();
    },
    async putModel(model) {
      models.set(model.id, model);
      changed();
    },
    model: async (id) => models.get(id) ?? null,
    async updateModel(id, changes) {
      const model = models.get(id);
      if (!model) return;
      models.set(id, { ...model, ...changes });
      changed();
    },
    models: async () => [...models.values()],
    async removeModel(id) {
      models.delete(id);
      changed();
    },
    watch(query, listener) {
      const watcher = () => void query().then(listener);
      watchers.add(watcher);
      watcher();
      return () => watchers.delete(watcher);
    },
  };
}
