/** The plain records of data sets that cross the worker boundary. */
import type { ExportFormat } from "../engine/data/export.ts";
import type { Refusal } from "../engine/data/import-report.ts";
import type { DataRecord } from "../engine/data/record.ts";
import type { Fit } from "../engine/data/record-tokens.ts";
import type { ShapeId } from "../engine/data/shapes/index.ts";
import type { DataOrigin } from "../storage/records.ts";

/** A data set has no more; said before an import, which reads no further. */
export const MOST_RECORDS = 500_000;

/** What a person wants to import, before it is a data set. */
export interface DataInput {
  origin: DataOrigin;
  file: Blob;
}

/** How errors call where data come from. */
export function originName(origin: DataOrigin): string {
  switch (origin.kind) {
    case "file":
      return origin.name;
    case "paste":
      return "pasted text";
    case "derived":
      return origin.from;
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

/** Records as another tool reads them. */
export interface ExportedData {
  format: ExportFormat;
  /** JSONL. */
  file: Blob;
  written: number;
  /** Records the format has no words for, by their place in the data set. */
  leftOut: Refusal[];
}
