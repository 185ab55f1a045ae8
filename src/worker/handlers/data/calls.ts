import * as v from "valibot";
import { EXPORT_FORMATS } from "../../../engine/data/export-format.ts";
import type { ImportPlan, ImportProgress } from "../../../engine/data/import.ts";
import type { Inspection } from "../../../engine/data/inspect.ts";
import type { RecordFilter } from "../../../engine/data/record-filter.ts";
import type { PairSettings } from "../../../engine/data/world-pairs/settings.ts";
import type { DataSetAccess, HubDataSet } from "../../../engine/hub/data-set.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { call, count, counts, object, text } from "../../call-type.ts";
import type {
  DataInput,
  DataStatistics,
  Derivation,
  ExportedData,
  RecordChange,
  RecordRow,
  RecordView,
  WalkProgress,
} from "../../data-records.ts";

/**
 * The calls of Data. `data` is the id of a data set of this browser, or, where a data set is only read, the address of the
 * file of one that comes with the playground.
 */
export const dataCalls = {
  /** Pins a data set of the hub and lists its splits. */
  openHubData: call({ name: text, access: object<DataSetAccess>() }).answers<HubDataSet>(),

  /** Inspects the first records of the source of an import. */
  inspectData: call({ input: object<DataInput>(), plan: object<ImportPlan>() }).answers<Inspection>(),

  /** Imports a file as a data set of this browser; if cancelled, nothing of it is kept. */
  importData: call({ input: object<DataInput>(), plan: object<ImportPlan>(), name: text }).answers<
    DataSetRecord,
    ImportProgress
  >(),

  /** What is known of a data set: its name, its records' number, what became of every line of its source. */
  openData: call({ data: text }).answers<DataSetRecord>(),

  /** The positions of a data set's records that pass a filter. */
  findRecords: call({
    data: text,
    filter: object<RecordFilter>({ words: text, kind: v.nullable(v.picklist(["comparison", "response", "steps"])) }),
  }).answers<Uint32Array, WalkProgress>(),

  /** Records of a data set in the form that a table shows. */
  readRows: call({
    data: text,
    positions: counts,
    /** Absolute address of the model whose tokens are counted. */
    model: text,
  }).answers<RecordRow[]>(),

  /** One record with its tokens; null if the data set has no record at that position. */
  readRecord: call({ data: text, position: count, model: text }).answers<RecordView | null>(),

  /** Changes one record of a data set. */
  changeRecord: call({
    data: text,
    /** The hash of the data set that the person was looking at; if the data set has changed since, it is not edited. */
    hash: text,
    /** The position of the record; the position after the last record inserts one there. */
    position: count,
    change: object<RecordChange>({ type: v.picklist(["replace", "insert", "remove"]) }),
  }).answers<DataSetRecord>(),

  /** Makes new data sets from a data set; none if they would not differ from it. */
  deriveData: call({
    data: text,
    derivation: object<Derivation>({ type: v.picklist(["split", "subset", "deduplicate"]) }),
  }).answers<DataSetRecord[], WalkProgress>(),

  /** Makes pairs of the embedded world and keeps them as a data set. */
  makeData: call({
    settings: object<PairSettings>(),
    /** Absolute address of the policy that writes, if the writer is not the class. */
    policy: text,
    name: text,
  }).answers<DataSetRecord, WalkProgress>(),

  /** Computes the statistics of a data set. */
  measureData: call({ data: text, model: text }).answers<DataStatistics, WalkProgress>(),

  /** Exports a data set in another tool's format. */
  exportData: call({ data: text, format: v.picklist(EXPORT_FORMATS) }).answers<ExportedData, WalkProgress>(),
};
