import type { StepMetrics } from "../engine/training/trainer.ts";
import type { DataSetRecord, ModelRecord, PolicyRecord, RunRecord } from "./records.ts";

/** Where records and metrics are kept: IndexedDB, or memory where a browser refuses it. */
export interface Tables {
  put(run: RunRecord): Promise<void>;
  get(id: string): Promise<RunRecord | null>;
  /** Changes some fields; a run that is gone stays gone. */
  update(id: string, changes: Partial<RunRecord>): Promise<void>;
  all(): Promise<RunRecord[]>;
  /** The record and its metrics. */
  remove(id: string): Promise<void>;
  /** Replaces rows of the same step. */
  putMetrics(id: string, rows: readonly StepMetrics[]): Promise<void>;
  /** In the order of the steps. */
  metrics(id: string): Promise<StepMetrics[]>;
  removeMetricsAfter(id: string, step: number): Promise<void>;
  putPolicy(policy: PolicyRecord): Promise<void>;
  /** Changes some fields; a policy that is gone stays gone. */
  updatePolicy(id: string, changes: Partial<PolicyRecord>): Promise<void>;
  policies(): Promise<PolicyRecord[]>;
  removePolicy(id: string): Promise<void>;
  putDataSet(data: DataSetRecord): Promise<void>;
  dataSet(id: string): Promise<DataSetRecord | null>;
  /** Changes some fields; a data set that is gone stays gone. */
  updateDataSet(id: string, changes: Partial<DataSetRecord>): Promise<void>;
  dataSets(): Promise<DataSetRecord[]>;
  removeDataSet(id: string): Promise<void>;
  putModel(model: ModelRecord): Promise<void>;
  model(id: string): Promise<ModelRecord | null>;
  /** Changes some fields; a model that is gone stays gone. */
  updateModel(id: string, changes: Partial<ModelRecord>): Promise<void>;
  models(): Promise<ModelRecord[]>;
  removeModel(id: string): Promise<void>;
  /** Calls back with a query's answer now and whenever it changes, in whatever tab or worker the change was made. */
  watch<T>(query: () => Promise<T>, listener: (answer: T) => void): () => void;
}
