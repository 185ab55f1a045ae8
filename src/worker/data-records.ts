/** The plain records of data sets that cross the worker boundary. */
import type { ExportFormat } from "../engine/data/export-format.ts";
import type { Refusal } from "../engine/data/import-report.ts";
import type { ImportedRecord } from "../engine/data/kept-record.ts";
import type { LengthStatistics } from "../engine/data/length-statistics.ts";
import type { DataRecord } from "../engine/data/record.ts";
import type { Fit } from "../engine/data/record-tokens.ts";
import type { ShapeId } from "../engine/data/shapes/index.ts";
import { pairSettingsText } from "../engine/data/world-pairs/settings.ts";
import type { HubFile } from "../engine/hub/repository.ts";
import type { DataOrigin } from "../storage/records.ts";

/** The largest number of records in a data set. An import of more is announced beforehand and stops at this number. */
export const MOST_RECORDS = 500_000;

/** A local file, or a Parquet file of the hub that is read by ranges. */
export type DataPart = Blob | HubFile;

/** The source of an import. */
export interface DataInput {
  origin: DataOrigin;
  /** The files, read one after another. */
  parts: readonly [DataPart, ...DataPart[]];
  /** An access token of the hub; it is stored nowhere. */
  token?: string;
}

/** The name of a source in errors. */
export function originName(origin: DataOrigin): string {
  switch (origin.kind) {
    case "file":
      return origin.name;
    case "paste":
      return "pasted text";
    case "hub":
      return `${origin.dataset}, ${origin.config}, ${origin.split}`;
    case "derived":
      return origin.from;
    case "world":
      return pairSettingsText(origin.settings);
  }
}

/** How many records a pass over a data set has done. */
export interface WalkProgress {
  done: number;
  of: number;
}

/** A record in the form that a table shows. */
export interface RecordRow {
  position: number;
  kind: DataRecord["kind"];
  /** The beginning of prompt and response. */
  prompt: string;
  response: string;
  /** Number of tokens of the prompt, and of the longest response with its end token. */
  tokens: { prompt: number; response: number };
  fit: Fit;
}

/** A token of a sequence, for display. */
export interface ShownToken {
  /** Index of the token in the sequence, from 0. */
  at: number;
  text: string;
  kind: "text" | "special" | "unknown";
}

/** A prompt and a response in a reward model's tokens; the reward at the last token is the outcome reward. */
export interface ReadResponse {
  /** What the record says of the response. */
  side: "chosen" | "rejected" | "right" | "wrong" | "not labelled";
  /** Some tokens of long texts are left out; the indices show where. */
  tokens: ShownToken[];
  /** Number of tokens of the prompt, and of prompt and response together. */
  promptLength: number;
  length: number;
  fit: Fit;
  /** Some of the unknown words. */
  unknownWords: string[];
  /** The objection of the model's chat template; null if it accepts the record. */
  refusal: string | null;
}

/** A record in the form that the detail view shows. */
export interface RecordView {
  position: number;
  /** The record's number in its source. */
  number: number;
  shape: ShapeId;
  record: DataRecord;
  responses: ReadResponse[];
  /** The context length of the model whose tokens are shown. */
  contextLength: number;
}

/** A change of one record. A record that a person has written has number 0, since it is in no source. */
export type RecordChange =
  | { type: "replace"; record: ImportedRecord }
  | { type: "insert"; record: ImportedRecord }
  | { type: "remove" };

/** How new data sets are made from a data set. The seed decides everything random. */
export type Derivation =
  /** About a tenth of the prompts, with all their records, become a second data set. */
  { type: "split"; seed: number } | { type: "subset"; count: number; seed: number } | { type: "deduplicate" };

/** Statistics of a data set, for a person who wants to train on it. */
export interface DataStatistics {
  kinds: Partial<Record<DataRecord["kind"], number>>;
  /** Number of different prompts. */
  prompts: number;
  /** Number of preference pairs that `preferencePairs` makes of the records. */
  pairs: number;
  /** How many records the models of the playground can read whole. */
  fits: Record<Fit, number>;
  /** Length statistics of the comparisons' pairs; null if there are none. */
  lengths: { tokens: LengthStatistics; characters: LengthStatistics } | null;
  /** Token counts of these pairs' responses, end token included. */
  responses: { chosen: Uint32Array; rejected: Uint32Array };
  /** Token count of the prompt with the longest response, for every record. */
  whole: Uint32Array;
  contextLength: number;
}

/** A data set in another tool's format. */
export interface ExportedData {
  format: ExportFormat;
  /** JSON Lines. */
  file: Blob;
  written: number;
  /** Records that the format cannot express, by their number in the data set. */
  leftOut: Refusal[];
}
