import { expect, test } from "vitest";
import { readPreferences, readResponses } from "./read-records.ts";

const file = (...records: unknown[]) => new Blob(records.map((record) => `${JSON.stringify(record)}\n`));

test("labelled responses to one prompt make the pairs right × wrong, in whatever order they come", async () => {
  const said = (prompt: string, completion: string, label: boolean) => ({ prompt, completion, label });
  const records = [
    said("q", "wrong", false),
    said("r", "alone", true),
    said("q", "right", true),
    said("q", "so", true),
  ];
  expect(await readPreferences(file(...records), "labelled.jsonl")).toEqual([
    { prompt: "q", chosen: "right", rejected: "wrong" },
    { prompt: "q", chosen: "so", rejected: "wrong" },
  ]);
});

test("a file of which nothing is preferred cannot be trained on, and says so", async () => {
  const records = [
    { prompt: "q", completion: "a", label: true },
    { prompt: "q", completion: "b" },
  ];
  await expect(readPreferences(file(...records), "one-sided.jsonl")).rejects.toThrow(
    /no preference pairs \(one-sided\.jsonl\)/,
  );
  expect(await readResponses(file(...records), "one-sided.jsonl")).toHaveLength(2);
});

test("one record that does not fit is named, and how many there are", async () => {
  const records = [{ prompt: "q", completion: "a" }, { prompt: "q", completion: 1 }, { prompt: "q" }];
  await expect(readResponses(file(...records), "odd.jsonl")).rejects.toThrow(
    /odd\.jsonl, line 2, field completion, and 1 more\)\. Expected a text, or messages, found 1/,
  );
});
