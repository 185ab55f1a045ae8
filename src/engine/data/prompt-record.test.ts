import { expect, test } from "vitest";
import { parsePrompts } from "./prompt-record.ts";

const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join("\n");

test("takes the prompts of any records that have one, each once, in order", () => {
  const text = lines({ prompt: "b" }, { prompt: "a", chosen: "1", rejected: "2" }, { prompt: "b", completion: "3" });
  expect(parsePrompts(text, "prompts.jsonl")).toEqual(["b", "a"]);
});

test("a conversation is a prompt, too; one message of a person is its text", () => {
  const user = { role: "user", content: "a" };
  const turns = [{ role: "system", content: "s" }, user];
  const text = lines({ prompt: turns }, { prompt: [user] }, { prompt: "a" }, { prompt: turns });
  expect(parsePrompts(text, "prompts.jsonl")).toEqual([turns, "a"]);
});

test("names the line that has none", () => {
  expect(() => parsePrompts(lines({ prompt: "a" }, { question: "b" }), "p.jsonl")).toThrow(
    /p\.jsonl, line 2, field prompt/,
  );
});
