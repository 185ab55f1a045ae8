import { expect, test } from "vitest";
import { parquetOf } from "../../../testing/parquet.ts";
import { importAll } from "../import.ts";
import { parsedJson } from "./parsed-json.ts";

test.for<[string, unknown]>([
  ['{"a":9007199254740993}', { a: 9007199254740993n }],
  ["[-9007199254740993, 12345678901234567890,1]", [-9007199254740993n, 12345678901234567890n, 1]],
  [
    '{"9007199254740993":"9007199254740993","b":" \\"9007199254740993"}',
    { "9007199254740993": "9007199254740993", b: ' "9007199254740993' },
  ],
  ["9007199254740992", 9007199254740992],
  ["[9007199254740993.0, 9007199254740993.5, 12.0]", [9007199254740993n, 9007199254740994, 12]],
  ["[1234567890.1234567891, 1e20, -0, 100000000000000000000]", [Number("1234567890.1234567891"), 1e20, -0, 1e20]],
  [
    '["integer:9007199254740993", "\\u0069nteger:1", 9007199254740993]',
    ["integer:9007199254740993", "integer:1", 9007199254740993n],
  ],
])("%s", ([text, value]) => {
  expect(parsedJson(text)).toEqual(value);
});

test("what is no JSON is said of the text as it is", () => {
  expect(() => parsedJson('{"a":90071992547409931,}')).toThrow(/position 23/);
});

const pair = { prompt: "a", chosen: "b", rejected: "c" };
const ids = ["9007199254740993", "9007199254740992", "12345678901234567890", "-9007199254740993", "7"];

test("an identifier keeps every digit, from JSON and from 64-bit columns", async () => {
  const lines = ids.map((id) => `{"id":${id},"prompt":"a","chosen":"b","rejected":"c"}\n`).join("");
  const { records } = await importAll(new Blob([lines]), "ids.jsonl");
  expect(records.map(({ record }) => record.id)).toEqual(ids);
  const fitting = ids.filter((id) => BigInt.asIntN(64, BigInt(id)) === BigInt(id));
  const rows = parquetOf(fitting.map((id) => ({ id: BigInt(id), ...pair })));
  const { records: read } = await importAll(new Blob([rows]), "ids.parquet");
  expect(read.map(({ record }) => record.id)).toEqual(fitting);
});

test("a number that JSON cannot hold is refused where it is read, whatever spells it", async () => {
  const lines = ["1e999", "-1e999", "9007199254740993", "NaN", "Infinity", "-Infinity"].map(
    (margin) => `{"prompt":"a","chosen":"b","rejected":"c","margin":${margin}}\n`,
  );
  const far = JSON.stringify({
    ...pair,
    prompt_id: "x",
    chosen: [
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ],
    rejected: [
      { role: "user", content: "a" },
      { role: "assistant", content: "c" },
    ],
    score_chosen: 1.7e308,
    score_rejected: -1.7e308,
  });
  const { report } = await importAll(
    new Blob([...lines, '{"prompt":"a","chosen":"b","rejected":"c","id":1e999}\n', `${far}\n`]),
    "huge.jsonl",
  );
  expect(report).toMatchObject({ read: 8, used: 0 });
  expect(report.refusals.map(({ field }) => field)).toEqual([
    ...["margin", "margin", "margin", "(whole record)", "(whole record)", "(whole record)", "id", "margin"],
  ]);
  const rows = parquetOf([Number.NaN, Number.POSITIVE_INFINITY, 1.5].map((margin) => ({ ...pair, margin })));
  const parquet = await importAll(new Blob([rows]), "huge.parquet");
  expect(parquet.report.refusals.map(({ number, field }) => [number, field])).toEqual([
    [1, "margin"],
    [2, "margin"],
  ]);
});
