import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parquetOf } from "../../testing/parquet.ts";
import { recordExamples } from "../../testing/record-examples/index.ts";
import type { JsonObject } from "../checkpoint/json.ts";
import { PlaygroundError } from "../errors.ts";
import { importAll, importRecords } from "./import.ts";
import { MOST_REFUSALS } from "./import-report.ts";
import { type Placed, preferencePairs } from "./pair-up.ts";
import type { ByteSource } from "./reading/byte-source.ts";
import type { DataRecord } from "./record.ts";

const file = (content: string | Uint8Array<ArrayBuffer>) => new Blob([content]);
const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
const pair = { prompt: "q", chosen: "a", rejected: "b" };

describe("every shape is imported", () => {
  test.for(recordExamples)("%s, from JSONL, a JSON array and Parquet", async ([shape, record, expected]) => {
    const texts = [lines(record), `\uFEFF${JSON.stringify(record)}\r\n`, JSON.stringify([record], null, 2)];
    for (const content of [...texts, Uint8Array.from(gzipSync(lines(record))), parquetOf([record])]) {
      // The file's name does not decide how the file is read.
      const { records, report } = await importAll(file(content), "data.csv");
      if (expected.kind === "undecided") {
        expect(records).toEqual([]);
        expect(report).toMatchObject({ shape: null, read: 1, used: 0, refused: 0, undecided: { [expected.why]: 1 } });
      } else {
        expect(records).toEqual([{ number: 1, shape, record: expected }]);
        expect(report).toMatchObject({ shape, shapes: { [shape]: 1 }, read: 1, used: 1, refused: 0, refusals: [] });
        expect(report.pairs).toBe(preferencePairs([placed(expected)], "data").length);
      }
    }
  });
});

test("rows of Parquet are read group by group, and null stands for nothing there", async () => {
  const rows = Array.from({ length: 250 }, (_, i) => ({ ...pair, prompt: `q${i}`, margin: i % 2 === 0 ? i : null }));
  const batches: number[] = [];
  const content = parquetOf(rows, 100);
  const report = await importRecords(file(content), "rows.parquet", (batch) => void batches.push(batch.length));
  expect(batches).toEqual([100, 100, 50]);
  expect(report).toMatchObject({ unit: "row", shape: "trl-explicit", used: 250 });
  const { records } = await importAll(file(content), "rows.parquet");
  expect(records[248]?.record).toEqual({
    kind: "comparison",
    ...{ prompt: "q248", chosen: ["a"], rejected: ["b"], margin: 248 },
  });
  expect(records[249]?.record).not.toHaveProperty("margin");
});

test("Parquet with other columns is refused row by row, with the columns it has", async () => {
  const { report } = await importAll(file(parquetOf([{ text: "a", stars: 4 }])), "other.parquet");
  expect(report).toMatchObject({ unit: "row", read: 1, used: 0, refused: 1 });
  expect(report.refusals).toEqual([
    { number: 1, field: "(whole record)", expected: "the keys of a known shape", found: '"text, stars"' },
  ]);
});

test("Parquet whose index tells of bytes beyond the file is refused with the place", async () => {
  const whole = parquetOf(Array.from({ length: 2000 }, (_, i) => ({ ...pair, prompt: `question ${i}` })));
  // The index at the end of the file is intact, but the bytes it points to have moved.
  const index = new DataView(whole.buffer, whole.byteOffset).getUint32(whole.length - 8, true) + 8;
  const content = Uint8Array.from([...whole.subarray(0, 4), ...whole.subarray(whole.length - index)]);
  const importing = importAll(file(content), "cut.parquet");
  await expect(importing).rejects.toThrow(PlaygroundError);
  await expect(importing).rejects.toThrow(/does not reach \(cut\.parquet\)/);
});

test("good lines are kept, and every other is accounted for with its number and reason", async () => {
  const equal = { conv_A: [], conv_B: [], conv_A_rating: 1, conv_B_rating: 1 };
  const said = [
    { role: "user", content: "q" },
    { role: "assistant", content: "a" },
  ];
  const text = [
    lines(pair, { ...pair, chosen: 3 }, { ...pair, rejected: undefined }),
    "\n{oops\n",
    lines({ text: "no pair" }, [pair], { ...equal, conv_A: said, conv_B: said }, { ...pair, prompt: "r" }),
  ].join("");
  const { records, report } = await importAll(file(text), "data.jsonl");
  expect(records.map(({ number }) => number)).toEqual([1, 9]);
  expect(report).toMatchObject({ unit: "line", read: 8, used: 2, refused: 5, pairs: 2 });
  expect(report.undecided).toEqual({ "neither answer is said to be the better one": 1 });
  expect(report.refusals).toMatchObject([
    { number: 2, field: "chosen", expected: "a text, or messages", found: "3" },
    // A record without the keys that decide its shape is checked against the shape of the records before it.
    { number: 3, field: "rejected", expected: "a value", found: "nothing" },
    { number: 5, field: "(whole record)", expected: "one JSON value" },
    { number: 6, field: "prompt", expected: "a value", found: "nothing" },
    { number: 7, field: "(whole record)", expected: "a JSON object", found: "a list" },
  ]);
});

test("a first record of no known shape names the keys it has", async () => {
  const { report } = await importAll(file(lines({ text: "a", stars: 4 }, pair)), "data.jsonl");
  expect(report.refusals).toEqual([
    { number: 1, field: "(whole record)", expected: "the keys of a known shape", found: '"text, stars"' },
  ]);
  expect(report.used).toBe(1);
});

test("a file may mix shapes: each record is told by its own keys", async () => {
  const usable = recordExamples.filter(([, , expected]) => expected.kind !== "undecided");
  const { records, report } = await importAll(file(lines(...usable.map(([, record]) => record))), "mixed.jsonl");
  expect(records.map(({ shape, record }) => [shape, record])).toEqual(usable.map(([id, , expected]) => [id, expected]));
  expect(report.refusals).toEqual([]);
});

test("the shape can be set, where detection would choose another", async () => {
  const binarized = { ...pair, prompt_id: "h", chosen: [{ role: "assistant", content: "c" }] };
  const { report } = await importAll(file(lines(binarized, { ...binarized, chosen: [] })), "data.jsonl", {
    shape: "trl-explicit",
  });
  expect(report).toMatchObject({ shape: "trl-explicit", used: 1, refusals: [{ number: 2, field: "chosen" }] });
});

test("fields of an unknown shape are mapped, and named in errors as they are in the file", async () => {
  const record = (label: unknown) => ({ q: "2 + 2?", answers: [{ text: "4" }, { text: 5 }], meta: { label } });
  const map = { prompt: "q", completion: "answers.0.text", label: "meta.label", id: "nowhere.to.be" };
  const { records, report } = await importAll(file(lines(record(true), record("yes"))), "own.jsonl", { map });
  expect(records).toEqual([
    {
      number: 1,
      shape: "trl-unpaired",
      record: { kind: "response", prompt: "2 + 2?", response: "4", correct: true },
    },
  ]);
  expect(report.refusals).toMatchObject([{ number: 2, field: "meta.label", found: '"yes"' }]);
  const chosen = await importAll(file(lines(record(true))), "own.jsonl", {
    map: { prompt: "q", chosen: "answers.0.text", rejected: "answers.1.text" },
  });
  expect(chosen.report.refusals).toMatchObject([
    { field: "answers.1.text", expected: "a text, or messages", found: "5" },
  ]);
});

test("questions whose responses are all right or all wrong are used, make no pair and are counted", async () => {
  const graded = (...marks: boolean[]) => ({
    question: "q",
    ...Object.fromEntries(marks.map((is_correct, i) => [`model-${i}`, { is_correct, solution: `s${i}` }])),
  });
  const records = [graded(true, true), graded(false, false), graded(true, false, true), graded(false, true, false)];
  const { report } = await importAll(file(lines(...records)), "graded.jsonl");
  expect(report).toMatchObject({ used: 4, pairs: 4, unpaired: { allRight: 1, noneRight: 1 } });
});

test.for(["", "\n \r\n", "[]", "[ \n ]"])("a file without records says so: %j", async (text) => {
  await expect(importAll(file(text), "empty.jsonl")).rejects.toThrow(/no records \(empty\.jsonl\)/);
  await expect(importAll(file(Uint8Array.from(gzipSync(text))), "empty.jsonl")).rejects.toThrow(/no records/);
});

test("malformed JSON at line 70,001 costs that line alone; more refusals than anyone reads are only counted", async () => {
  const broken = `${lines(pair).repeat(70_000)}{"prompt": "q", "chosen\n${lines(pair)}`;
  const { report } = await importAll(file(broken), "long.jsonl");
  expect(report).toMatchObject({ read: 70_002, used: 70_001, refusals: [{ number: 70_001 }] });
  const hopeless = await importAll(file("oops\n".repeat(MOST_REFUSALS + 5)), "hopeless.jsonl");
  expect(hopeless.report.refused).toBe(MOST_REFUSALS + 5);
  expect(hopeless.report.refusals).toHaveLength(MOST_REFUSALS);
});

test("progress is told, and an import stops when asked", async () => {
  const content = new Blob(Array.from({ length: 20 }, () => lines(pair).repeat(1000)));
  const stop = new AbortController();
  let used = 0;
  const importing = importRecords(
    content,
    "long.jsonl",
    (batch) => {
      used += batch.length;
    },
    {
      signal: stop.signal,
      onProgress({ bytes, size, read }) {
        expect(size).toBe(content.size);
        expect(read).toBe(used);
        if (bytes > size / 4) stop.abort(new Error("enough"));
      },
    },
  );
  await expect(importing).rejects.toThrow("enough");
  expect(used).toBeGreaterThan(0);
  expect(used).toBeLessThan(15_000);
});

test("no more of a file is read than is used: what is not yet wanted stays where it is", async () => {
  const chunk = new TextEncoder().encode(lines(pair).repeat(100));
  const chunks = 200;
  let pulled = 0;
  const large: ByteSource = {
    size: chunk.length * chunks,
    slice: (start, end) => new Blob([chunk]).slice(start, end),
    stream: () =>
      new ReadableStream({
        pull(controller) {
          pulled += 1;
          if (pulled > chunks) controller.close();
          else controller.enqueue(chunk);
        },
      }),
  };
  let used = 0;
  const ahead: number[] = [];
  await importRecords(large, "large.jsonl", async () => {
    used += 1;
    await new Promise((resolve) => setTimeout(resolve));
    ahead.push(pulled - used);
  });
  expect(used).toBe(chunks);
  expect(Math.max(...ahead)).toBeLessThan(8);
});

describe("whatever the records say", () => {
  const keys = [...new Set(recordExamples.flatMap(([, record]) => Object.keys(record)))];
  const wild = fc.dictionary(fc.constantFrom(...keys, "__proto__", "constructor"), fc.jsonValue({ maxDepth: 4 }));
  /** A valid record in which one value, anywhere, is replaced. */
  const damaged = fc
    .tuple(fc.constantFrom(...recordExamples), fc.nat(), fc.jsonValue({ maxDepth: 2 }))
    .map(([[, record], place, value]) => withValueAt(record, place, value));

  test("it is read or refused, nothing is lost, and nothing else happens", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(wild, damaged), { minLength: 1, maxLength: 8 }), async (records) => {
        const { records: used, report } = await importAll(file(lines(...records)), "wild.jsonl");
        const undecided = Object.values(report.undecided).reduce((sum, count) => sum + count, 0);
        expect(report.read).toBe(records.length);
        expect(report.used + report.refused + undecided).toBe(report.read);
        expect(used).toHaveLength(report.used);
        expect(report.refusals).toHaveLength(report.refused);
        const pairs = preferencePairs(
          used.map(({ record }) => placed(record)),
          "wild.jsonl",
        );
        expect(pairs).toHaveLength(report.pairs);
        expect(Object.getPrototypeOf({})).toBe(Object.prototype);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

test("pairs of labelled responses that would fill the memory are refused before they are made", () => {
  const records = Array.from({ length: 2002 }, (_, i) => {
    return placed({ kind: "response", prompt: "q", response: `r${i}`, correct: i % 2 === 0 });
  });
  expect(() => preferencePairs(records, "labelled.jsonl")).toThrow(PlaygroundError);
  expect(() => preferencePairs(records, "labelled.jsonl")).toThrow(/labelled\.jsonl.*1000000, found 1002001/);
});

function placed(record: DataRecord): Placed {
  return { place: { file: "data", unit: "line", number: 1 }, record };
}

function withValueAt(record: JsonObject, place: number, value: unknown): JsonObject {
  let left = place % (JSON.stringify(record).match(/[:,[]/g)?.length ?? 1);
  const changed = JSON.stringify(record, (key, inner) => {
    if (key === "") return inner;
    left -= 1;
    return left === -1 ? value : inner;
  });
  return JSON.parse(changed) as JsonObject;
}
