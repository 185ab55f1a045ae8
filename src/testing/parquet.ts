import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { JsonObject } from "../engine/checkpoint/json.ts";

/** Records as a Parquet file with the column types of Hugging Face's tools: lists, structs, 64-bit integers. */
export function parquetOf(records: readonly JsonObject[], rowGroupSize = 1000): Uint8Array<ArrayBuffer> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = names.map((name) => {
    const values = records.map((record) => record[name] ?? null);
    const text = JSON.stringify(values, (_key, value) => (typeof value === "bigint" ? `${value}` : value));
    const data = text.match(/[:[,]-?\d+\.\d/) ? values : values.map(withBigInts);
    return { name, data };
  });
  const schema = columns.flatMap(({ name, data }) => elements(name, data));
  schema.unshift({ name: "root", num_children: names.length });
  return new Uint8Array(parquetWriteBuffer({ schema, columnData: columns, rowGroupSize }));
}

/** The schema of a column, from all of its values. */
function elements(name: string, values: readonly unknown[]): SchemaElement[] {
  const known = values.filter((value) => value != null);
  const [first] = known;
  const optional = { name, repetition_type: "OPTIONAL" } as const;
  if (Array.isArray(first)) {
    return [
      { ...optional, num_children: 1, converted_type: "LIST" },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      ...elements("element", known.flat()),
    ];
  }
  if (typeof first === "object") {
    const structs = known as JsonObject[];
    const keys = [...new Set(structs.flatMap((struct) => Object.keys(struct)))];
    const fields = keys.flatMap((key) =>
      elements(
        key,
        structs.map((struct) => struct[key]),
      ),
    );
    return [{ ...optional, num_children: keys.length }, ...fields];
  }
  if (typeof first === "boolean") return [{ ...optional, type: "BOOLEAN" }];
  if (typeof first === "bigint") return [{ ...optional, type: "INT64" }];
  if (typeof first === "number") return [{ ...optional, type: "DOUBLE" }];
  return [{ ...optional, type: "BYTE_ARRAY", converted_type: "UTF8" }];
}

function withBigInts(value: unknown): unknown {
  if (typeof value === "number") return BigInt(value);
  if (Array.isArray(value)) return value.map(withBigInts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withBigInts(inner)]));
}
