/**
 * Kinds of files that a person can choose as data, for the file dialog only: the bytes of a file decide how it is read.
 */
export const DATA_FILES =
  ".jsonl,.json,.parquet,.gz,.zst,application/json,application/gzip,application/zstd,application/x-ndjson";
