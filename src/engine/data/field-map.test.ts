import { expect, test } from "vitest";
import { fieldsOf } from "./field-map.ts";
import { importAll } from "./import.ts";

const record = {
  q: "why?",
  answers: [
    { text: "because", stars: 5 },
    { text: "dunno", stars: 1 },
    { text: "no", stars: 0 },
  ],
  "a.b": 1,
};

test("every place of a record that a map can lead to is found, lists by their first two elements", () => {
  expect(fieldsOf(record).map(({ path }) => path)).toEqual([
    "q",
    ...["answers", "answers.0", "answers.0.text", "answers.0.stars", "answers.1", "answers.1.text", "answers.1.stars"],
  ]);
  expect(fieldsOf(record)[0]).toEqual({ path: "q", value: '"why?"' });
  expect(fieldsOf("no object")).toEqual([]);
});

test("each of them leads there", async () => {
  const paths = fieldsOf(record).map(({ path }) => path);
  const map = { prompt: paths[0] as string, chosen: paths[3] as string, rejected: paths[6] as string };
  const { records } = await importAll(new Blob([JSON.stringify(record)]), "own.json", { map });
  expect(records[0]?.record).toEqual({ kind: "comparison", prompt: "why?", chosen: ["because"], rejected: ["dunno"] });
});
