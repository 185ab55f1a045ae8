import type { StepMetrics } from "../engine/training/trainer.ts";
import type { DataSetRecord, ModelRecord, PolicyRecord, RunRecord } from "./records.ts";

/** Records of one kind by their id. */
export interface Table<Kept extends { id: string }> {
  put(record: Kept): Promise<void>;
  get(id: string): Promise<Kept | null>;
  /** Changes some fields; a record that is gone stays gone. */
  update(id: string, changes: Partial<Kept>): Promise<void>;
  all(): Promise<Kept[]>;
  remove(id: string): Promise<void>;
}

/** The metrics of every step of every run. */
export interface MetricsTable {
  /** Replaces rows of the same step. */
  put(run: string, rows: readonly StepMetrics[]): Promise<void>;
  /** In the order of the steps. */
  of(run: string): Promise<StepMetrics[]>;
  removeAfter(run: string, step: number): Promise<void>;
}

/** Where records and metrics are kept: IndexedDB, or memory where a browser refuses it. */
export interface Tables {
  /** A run that is removed takes its metrics with it. */
  runs: Table<RunRecord>;
  metrics: MetricsTable;
  policies: Table<PolicyRecord>;
  dataSets: Table<DataSetRecord>;
  models: Table<ModelRecord>;
  /** Calls back with a query's answer now and whenever it changes, in whatever tab or worker the change was made. */
  watch<T>(query: () => Promise<T>, listener: (answer: T) => void): () => void;
}
