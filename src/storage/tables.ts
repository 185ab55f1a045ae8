import type { StepMetrics } from "../engine/training/trainer.ts";
import type { DataSetRecord, ModelRecord, PolicyRecord, RunRecord } from "./records.ts";

/** Records of one kind, by id. */
export interface KeptTable<Kept extends { id: string }> {
  put(record: Kept): Promise<void>;
  get(id: string): Promise<Kept | null>;
  /** Changes fields of a record; does nothing if the record is gone. */
  update(id: string, changes: Partial<Kept>): Promise<void>;
  all(): Promise<Kept[]>;
  remove(id: string): Promise<void>;
}

/** The metrics of every run and step. */
export interface MetricsTable {
  /** Replaces rows of the same steps. */
  put(run: string, rows: readonly StepMetrics[]): Promise<void>;
  /** The metrics of a run in the order of the steps. */
  of(run: string): Promise<StepMetrics[]>;
  removeAfter(run: string, step: number): Promise<void>;
}

/** The tables of records and metrics: in IndexedDB, or in memory if the browser refuses IndexedDB. */
export interface Tables {
  /** Removing a run also removes its metrics. */
  runs: KeptTable<RunRecord>;
  metrics: MetricsTable;
  policies: KeptTable<PolicyRecord>;
  dataSets: KeptTable<DataSetRecord>;
  models: KeptTable<ModelRecord>;
  /** Calls back with a query's answer now and whenever it changes, through a change in any tab or worker. */
  watch<T>(query: () => Promise<T>, listener: (answer: T) => void): () => void;
}
