import { expect, test } from "vitest";
import { byteTokenizers, CHAT_ML } from "../../testing/byte-tokenizers.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { keptLine } from "./kept-record.ts";
import { readablePrompts, readPrompts } from "./prompt-record.ts";

const file = (...records: unknown[]) => new Blob(records.map((record) => `${JSON.stringify(record)}\n`));
const read = async (...records: unknown[]) => readPrompts(file(...records), "p.jsonl");
const texts = async (...records: unknown[]) => (await read(...records)).prompts.map(({ prompt }) => prompt);

test("takes the prompts of any records that have one, each once, in order", async () => {
  const records = [{ prompt: "b" }, { prompt: "a", chosen: "1", rejected: "2" }, { prompt: "b", completion: "3" }];
  expect(await texts(...records)).toEqual(["b", "a"]);
});

test("a conversation is a prompt, too; one message of a person is its text", async () => {
  const user = { role: "user", content: "a" };
  const turns = [{ role: "system", content: "s" }, user];
  expect(await texts({ prompt: turns }, { prompt: [user] }, { prompt: "a" }, { prompt: turns })).toEqual([turns, "a"]);
});

test("a data set of this browser has the prompts of its records", async () => {
  const record = { kind: "response", prompt: "a", response: "b", correct: true } as const;
  const kept = new Blob([keptLine({ number: 7, shape: "trl-unpaired", record })]);
  expect((await readPrompts(kept, "kept")).prompts).toEqual([
    { place: { file: "kept", unit: "line", number: 1 }, prompt: "a" },
  ]);
});

test("a record without a prompt is left out with its line; where there is no other, it is an error", async () => {
  const { prompts, leftOut } = await read({ prompt: "a" }, { question: "b" }, { prompt: "c" });
  expect(prompts.map(({ place }) => place.number)).toEqual([1, 3]);
  expect(leftOut.reasons).toEqual({ malformed: 1 });
  expect(leftOut.records[0]?.report.where).toBe("p.jsonl, line 2, field prompt");
  await expect(read({ question: "b" })).rejects.toThrow(/No record is left.*p\.jsonl, line 1, field prompt/);
  await expect(readPrompts(new Blob(["\n"]), "p.jsonl")).rejects.toThrow(/holds no records/);
});

test("prompts that the policy cannot answer, or no judge could read the answer to, are left out with their lines", async () => {
  const { json, config } = byteTokenizers.smollm2;
  const refusing = `{% if messages[0].role == "system" %}{{ raise_exception("No system here.") }}{% endif %}${CHAT_ML}`;
  const tokenizer = new Tokenizer(json, { ...config, chat_template: refusing });
  const system = [
    { role: "system", content: "s" },
    { role: "user", content: "a" },
  ];
  const { prompts } = await read({ prompt: "a" }, { prompt: system }, { prompt: "a".repeat(60) }, { prompt: "b" });
  const length = tokenizer.promptIds("a").length;
  const readers = { tokenizer, contextLength: length + 30, maxTokens: 8, judgedLength: length + 8 };
  const { prompts: left, leftOut } = readablePrompts(prompts, readers, "p.jsonl");
  expect(left.map(({ place }) => place.number)).toEqual([1, 4]);
  expect(leftOut.records.map(({ number, why }) => [number, why])).toEqual([
    [2, "refused by the chat template"],
    [3, "too long"],
  ]);
  expect(leftOut.records[0]?.report).toMatchObject({
    what: expect.stringContaining("No system here."),
    where: expect.stringMatching(/^p\.jsonl, line 2, /),
  });
  const short = { ...readers, judgedLength: length + 7 };
  expect(() => readablePrompts(prompts, short, "p.jsonl")).toThrow(/No record is left.*line 1.*reward model/);
});
