import type { numpy as np } from "@jax-js/jax";
import { beforeAll, expect, test } from "vitest";
import { byteTokenizers, CHAT_ML, IM_END } from "../../testing/byte-tokenizers.ts";
import { readPreferences } from "../data/read-records.ts";
import { openJax } from "../jax.ts";
import type { Message } from "../tokenizer/conversation.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { padPairs } from "./pair-batch.ts";
import { tokenisePairs } from "./pairs.ts";

const { json, config } = byteTokenizers.smollm2;
const tokenizer = new Tokenizer(json, { ...config, chat_template: CHAT_ML });
const said = (role: Message["role"], content: string): Message => ({ role, content });
const prompt = [said("system", "Be brief."), said("user", "two?"), said("assistant", "2"), said("user", "why?")];
const chosen = [said("assistant", "so"), said("user", "ah?"), said("assistant", "1 + 1")];
const rejected = [said("assistant", "because")];

beforeAll(() => openJax("wasm"));

test("conversations of a file become a batch: what all share is the prompt, the end of the last answer is scored", async () => {
  const file = new Blob([JSON.stringify({ prompt, chosen, rejected })]);
  const { pairs } = tokenisePairs((await readPreferences(file, "turns.jsonl")).pairs, tokenizer, 256, "turns.jsonl");
  const batch = padPairs(pairs, IM_END);
  const [rows = 0, width = 0] = (batch.ids as np.Array).shape;
  const table = (name: "ids" | "last" | "response") => [...(batch[name] as np.Array).dataSync()];
  const [ids, last, response] = [table("ids"), table("last"), table("response")];
  const written = Array.from({ length: rows }, (_, row) => {
    const [from, scored] = [row * width, row * width + last.slice(row * width).indexOf(1)];
    const part = (isResponse: number) => ids.slice(from, scored).filter((_, t) => response[from + t] === isResponse);
    expect(ids.slice(scored - 1, scored + 1)).toEqual([IM_END, "\n".charCodeAt(0)]);
    return [tokenizer.decode(part(0)), tokenizer.decode(part(1))];
  });
  const before = "system\nBe brief.\nuser\ntwo?\nassistant\n2\nuser\nwhy?\nassistant\n";
  expect(written).toEqual([
    [before, "so\nuser\nah?\nassistant\n1 + 1"],
    [before, "because"],
  ]);
});

const line = (record: object) => `${JSON.stringify(record)}\n`;
const tokenised = async (lines: string[], contextLength = 64) => {
  const { pairs } = await readPreferences(new Blob(lines), "f.jsonl");
  return tokenisePairs(pairs, words, contextLength, "f.jsonl");
};
/** A tokenizer for which one and two spaces give the same tokens. */
const words = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(64));
const fine = line({ prompt: "How many apples?", chosen: "answer 1", rejected: "answer 2" });

test("one bad pair is left out with its line, and the others are read", async () => {
  const same = line({ prompt: "How many apples?", chosen: "answer 1", rejected: "answer  1 " });
  const long = line({ prompt: "How many apples?", chosen: "answer 1; ".repeat(40), rejected: "answer 2" });
  const strange = line({ prompt: "How many apples?", chosen: "answer 1", rejected: "a wyvern" });
  const { pairs, preferences, leftOut } = await tokenised([same, fine, long, strange]);
  expect(pairs).toHaveLength(1);
  expect(preferences).toMatchObject([{ rejected: "answer 2", places: { chosen: { number: 2 } } }]);
  expect(leftOut.records.map(({ number, why }) => [number, why])).toEqual([
    [1, "same tokens on both sides"],
    [3, "too long"],
    [4, "words the model does not know"],
  ]);
  expect(leftOut.records[1]?.report).toMatchObject({
    where: "f.jsonl, line 3, chosen",
    expected: "at most 64 tokens",
    found: expect.stringMatching(/^\d+$/),
  });
});

test("a bad labelled response is left out of all its pairs, the responses beside it are not", async () => {
  const asked = (completion: string, label: boolean) => line({ prompt: "How many apples?", completion, label });
  const right = ["answer 1", "answer 1; answer 1", "answer 1; ".repeat(40)].map((text) => asked(text, true));
  const wrong = ["answer 2", "answer 3", "answer  1"].map((text) => asked(text, false));
  const { preferences, leftOut } = await tokenised([...right, ...wrong]);
  expect(preferences.map(({ chosen, rejected }) => [chosen, rejected])).toEqual([
    ["answer 1; answer 1", "answer 2"],
    ["answer 1; answer 1", "answer 3"],
  ]);
  // Responses of the same tokens were labelled both right and wrong.
  expect(leftOut.records.map(({ number, why }) => [number, why])).toEqual([
    [1, "contradictory labels"],
    [6, "contradictory labels"],
    [3, "too long"],
  ]);
});

test("where no pair is left, the first is named, and how many there were", async () => {
  const same = line({ prompt: "How many apples?", chosen: "answer 1", rejected: "answer  1 " });
  await expect(tokenised([same, same])).rejects.toThrow(
    /No record is left.*f\.jsonl, line 1: same tokens.*\(f\.jsonl\).*2 records: 2 same tokens on both sides/,
  );
});

test("what the chat template refuses is told in the template's words, with the line", async () => {
  const refusing = `{% if messages[0].role == "system" %}{{ raise_exception("No system here.") }}{% endif %}${CHAT_ML}`;
  const own = new Tokenizer(json, { ...config, chat_template: refusing });
  const system = [said("system", "Be brief."), said("user", "two?")];
  const records = [system, [said("user", "two?")]].map((prompt) =>
    line({ prompt, chosen: answer("2"), rejected: answer("3") }),
  );
  const { pairs: read } = await readPreferences(new Blob(records), "f.jsonl");
  const { pairs, leftOut } = tokenisePairs(read, own, 256, "f.jsonl");
  expect(pairs).toHaveLength(1);
  expect(leftOut.records).toMatchObject([
    { number: 1, why: "refused by the chat template", report: { what: expect.stringContaining("No system here.") } },
  ]);
});

function answer(content: string): Message[] {
  return [said("assistant", content)];
}
