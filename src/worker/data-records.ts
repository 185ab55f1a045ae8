/** The plain records of data sets that cross the worker boundary. */
import type { ExportFormat } from "../engine/data/export.ts";
import type { ImportedRecord } from "../engine/data/import.ts";
import type { Refusal } from "../engine/data/import-report.ts";
import type { LengthStatistics } from "../engine/data/length-statistics.ts";
import type { DataRecord } from "../engine/data/record.ts";
import type { Fit } from "../engine/data/record-tokens.ts";
import type { ShapeId } from "../engine/data/shapes/index.ts";
import { pairSettingsText } from "../engine/data/world-pairs/settings.ts";
import type { HubFile } from "../engine/hub/repository.ts";
import type { DataOrigin } from "../storage/records.ts";

/** A data set has no more; said before an import, which reads no further. */
export const MOST_RECORDS = 500_000;

/** A file of this machine, or a Parquet file of the hub that is read where it is. */
export type DataPart = Blob | HubFile;

/** What a person wants to import, before it is a data set. */
export interface DataInput {
  origin: DataOrigin;
  /** Read one after another. */
  parts: readonly [DataPart, ...DataPart[]];
  /** An access token of the hub; kept nowhere. */
  token?: string;
}

/** How errors call where data come from. */
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

/** How far a walk through a data set is, in records. */
export interface WalkProgress {
  done: number;
  of: number;
}

/** A record as a table shows it. */
export interface RecordRow {
  position: number;
  kind: DataRecord["kind"];
  /** The beginnings of its texts. */
  prompt: string;
  response: string;
  /** Tokens of the prompt, and of the longest response with its end token. */
  tokens: { prompt: number; response: number };
  fit: Fit;
}

/** A token as a model gets it. */
export interface ShownToken {
  /** Its place in the sequence; the first is 0. */
  at: number;
  text: string;
  kind: "text" | "special" | "unknown";
}

/** Prompt and response as a reward model reads them; the last token is the one whose reward is the outcome. */
export interface ReadResponse {
  /** What the record says of it. */
  side: "chosen" | "rejected" | "right" | "wrong" | "not labelled";
  /** Those of long texts are not all shown; their places tell where some are missing. */
  tokens: ShownToken[];
  /** Tokens there are: of the prompt, and in all. */
  promptLength: number;
  length: number;
  fit: Fit;
  /** A few of them. */
  unknownWords: string[];
  /** What the model's chat template has against it; null where it is read. */
  refusal: string | null;
}

/** A record with all there is to say of it. */
export interface RecordView {
  position: number;
  /** Its place in its source. */
  number: number;
  shape: ShapeId;
  record: DataRecord;
  responses: ReadResponse[];
  /** Of the model whose tokens these are. */
  contextLength: number;
}

/** What a person does to one record. One written by hand has number 0: it has no place in any source. */
export type RecordChange =
  | { type: "replace"; record: ImportedRecord }
  | { type: "insert"; record: ImportedRecord }
  | { type: "remove" };

/** How new data sets are made of one. All that is random in it, the seed decides. */
export type Derivation =
  /** About a tenth of the prompts, with all their records, apart from the others. */
  { type: "split"; seed: number } | { type: "subset"; count: number; seed: number } | { type: "deduplicate" };

/** What there is to know of a data set before training on it. */
export interface DataStatistics {
  kinds: Partial<Record<DataRecord["kind"], number>>;
  /** Different prompts. */
  prompts: number;
  /** Preference pairs that the records make, as `preferencePairs` does. */
  pairs: number;
  /** How many records the models of the playground read as they are. */
  fits: Record<Fit, number>;
  /** Of the pairs of comparisons; null where there are none. */
  lengths: { tokens: LengthStatistics; characters: LengthStatistics } | null;
  /** Tokens of the responses of these pairs, end token included. */
  responses: { chosen: Uint32Array; rejected: Uint32Array };
  /** Tokens of prompt and longest response, of every record. */
  whole: Uint32Array;
  contextLength: number;
}

/** Records as another tool reads them. */
export interface ExportedData {
  format: ExportFormat;
  /** JSONL. */
  file: Blob;
  written: number;
  /** Records the format has no words for, by their place in the data set. */
  leftOut: Refusal[];
}
