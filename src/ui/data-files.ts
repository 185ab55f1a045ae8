/** What a person may choose from where a data file is asked for: names only, for its bytes tell what it is. */
export const DATA_FILES =
  ".jsonl,.json,.parquet,.gz,.zst,application/json,application/gzip,application/zstd,application/x-ndjson";
