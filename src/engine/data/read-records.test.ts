import { expect, test } from "vitest";
import { exchangesOf } from "./exchange.ts";
import { countOf, insistOnAll, omissionText } from "./left-out.ts";
import { readPreferences, readRecords } from "./read-records.ts";

const file = (...records: unknown[]) => new Blob(records.map((record) => `${JSON.stringify(record)}\n`));
const said = (prompt: string, completion: string, label: boolean) => ({ prompt, completion, label });
const textsOf = async (...records: unknown[]) =>
  (await readPreferences(file(...records), "f.jsonl")).pairs.map(({ prompt, chosen, rejected }) => {
    return `${prompt}: ${chosen} > ${rejected}`;
  });

test("labelled responses to one prompt make the pairs right × wrong, in whatever order they come", async () => {
  const records = [
    said("q", "wrong", false),
    said("r", "alone", true),
    said("q", "right", true),
    said("q", "so", true),
  ];
  expect(await textsOf(...records)).toEqual(["q: right > wrong", "q: so > wrong"]);
});

test("a pair knows the places of the records it comes from", async () => {
  const { pairs } = await readPreferences(file(said("q", "wrong", false), said("q", "right", true)), "f.jsonl");
  const place = { file: "f.jsonl", unit: "line" };
  expect(pairs[0]?.places).toEqual({ chosen: { ...place, number: 2 }, rejected: { ...place, number: 1 } });
});

test("a file of which nothing is preferred cannot be trained on, and says so", async () => {
  const records = [
    { prompt: "q", completion: "a", label: true },
    { prompt: "q", completion: "b" },
  ];
  await expect(readPreferences(file(...records), "one-sided.jsonl")).rejects.toThrow(
    /no preference pairs \(one-sided\.jsonl\)/,
  );
  const { records: read } = await readRecords(file(...records), "one-sided.jsonl");
  expect(read.flatMap(({ record }) => exchangesOf(record))).toHaveLength(2);
});

test("a record that does not fit is left out with its line; where none is left, the first is named", async () => {
  const bad = [{ prompt: "q", completion: 1 }, { prompt: "q" }];
  const { records, leftOut } = await readRecords(file({ prompt: "q", completion: "a" }, ...bad), "odd.jsonl");
  expect(records.map(({ place }) => place.number)).toEqual([1]);
  expect(leftOut.records.map(omissionText)).toEqual([
    expect.stringMatching(
      /^odd\.jsonl, line 2, field completion: malformed\..* Expected a text, or messages, found 1\.$/,
    ),
    expect.stringMatching(/^odd\.jsonl, line 3, field/),
  ]);
  expect(() => insistOnAll(leftOut)).toThrow(/odd\.jsonl, line 2, field completion, and 1 more\)/);
  await expect(readRecords(file(...bad), "odd.jsonl")).rejects.toThrow(
    /No record is left.*odd\.jsonl, line 1, field completion.*left out are 2 records: 2 malformed/,
  );
});

test("in an array elements are named, and a file name of another file is not taken for a place", async () => {
  const array = new Blob([JSON.stringify([{ prompt: "q", completion: "a" }, { prompt: "q" }])]);
  const { leftOut } = await readRecords(array, "a.json");
  expect(leftOut.records).toMatchObject([{ file: "a.json", unit: "element", number: 2 }]);
});

test.for([
  ["a response both right and wrong", [said("q", "a", true), said("q", "a", false)]],
  [
    "the same as a message",
    [said("q", "a", true), { ...said("q", "", false), prompt: user("q"), completion: answer("a") }],
  ],
  [
    "a pair both ways round",
    [
      { prompt: "q", chosen: "a", rejected: "b" },
      { prompt: "q", chosen: "b", rejected: "a" },
    ],
  ],
  [
    "steps both right and wrong",
    [
      { prompt: "q", completions: ["a", "b"], labels: [true, true] },
      { prompt: "q", completions: ["a", "b"], labels: [true, false] },
    ],
  ],
] as const)("contradictory labels: %s are left out, all of them", async ([, contradicting]) => {
  const fine = contradicting.map((record) => ({ ...record, prompt: "other" }) as object).slice(0, 1);
  const { records, leftOut } = await readRecords(file(...contradicting, ...fine), "f.jsonl");
  expect(records.map(({ place }) => place.number)).toEqual([3]);
  expect(leftOut.reasons).toEqual({ "contradictory labels": 2 });
  expect(leftOut.records.map(omissionText)).toEqual([
    expect.stringMatching(/^f\.jsonl, line 1: contradictory labels\. It says the opposite of line 2/),
    expect.stringMatching(/^f\.jsonl, line 2: contradictory labels\. It says the opposite of line 1/),
  ]);
});

test("one record against many, and one that is left out for two others, count once each", async () => {
  const many = Array.from({ length: 3 }, () => said("q", "a", true));
  const { leftOut } = await readRecords(file(...many, said("q", "a", false), said("q", "b", true)), "f.jsonl");
  expect(leftOut.records.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  expect(countOf(leftOut)).toBe(4);
});

test("what repeats another record, or is not labelled, contradicts nothing", async () => {
  const records = [said("q", "a", true), said("q", "a", true), { prompt: "q", completion: "a" }, said("q", "b", false)];
  expect(countOf((await readRecords(file(...records), "f.jsonl")).leftOut)).toBe(0);
});

test("many records of one text are held against each other in no time that grows with their square", async () => {
  const records = Array.from({ length: 20_000 }, (_, i) => said("q", "a", i % 2 === 0));
  await expect(readRecords(file(...records, said("q", "b", true)), "f.jsonl")).resolves.toMatchObject({
    leftOut: { reasons: { "contradictory labels": 20_000 } },
  });
});

function user(content: string) {
  return [{ role: "user", content }];
}

function answer(content: string) {
  return [{ role: "assistant", content }];
}
