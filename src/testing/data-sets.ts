import type { DataSetRecord } from "../storage/records.ts";

/** The record of a data set of one pair. */
export function testDataSet(fields: Partial<DataSetRecord> = {}): DataSetRecord {
  return {
    id: "a",
    name: "pairs",
    createdAt: 1,
    updatedAt: 1,
    origin: { kind: "paste", bytes: 100 },
    plan: null,
    report: {
      unit: "line",
      shape: "trl-explicit",
      shapes: { "trl-explicit": 1 },
      read: 1,
      used: 1,
      refused: 0,
      undecided: {},
      pairs: 1,
      unpaired: { allRight: 0, noneRight: 0 },
      columns: [],
      remarks: [],
    },
    chunks: [{ file: "1.jsonl", records: 1, bytes: 100, hash: "0" }],
    records: 1,
    bytes: 100,
    hash: "1",
    deletedAt: null,
    ...fields,
  };
}
