import type { numpy as np } from "@jax-js/jax";
import { beforeAll, expect, test } from "vitest";
import { byteTokenizers, CHAT_ML, IM_END } from "../../testing/byte-tokenizers.ts";
import { readPreferences } from "../data/read-records.ts";
import { openJax } from "../jax.ts";
import type { Message } from "../tokenizer/conversation.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
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
  const pairs = tokenisePairs(await readPreferences(file, "turns.jsonl"), tokenizer, 256);
  const batch = padPairs(pairs, IM_END);
  const [rows = 0, width = 0] = (batch.ids as np.Array).shape;
  const table = (name: "ids" | "last" | "response") => [...(batch[name] as np.Array).dataSync()];
  const [ids, last, response] = [table("ids"), table("last"), table("response")];
  const written = Array.from({ length: rows }, (_, row) => {
    const [from, scored] = [row * width, row * width + last.slice(row * width).indexOf(1)];
    const part = (isResponse: number) => ids.slice(from, scored).filter((_, t) => response[from + t] === isResponse);
    expect(ids[scored]).toBe(IM_END);
    return [tokenizer.decode(part(0)), tokenizer.decode(part(1))];
  });
  const before = "system\nBe brief.\nuser\ntwo?\nassistant\n2\nuser\nwhy?\nassistant\n";
  expect(written).toEqual([
    [before, "so\nuser\nah?\nassistant\n1 + 1"],
    [before, "because"],
  ]);
});

test("a pair of equal conversations teaches nothing, and is named", () => {
  const same = rejected.map((message) => ({ ...message }));
  expect(() => tokenisePairs([{ prompt, chosen: same, rejected }], tokenizer, 256)).toThrow(/same text.*pair 1/);
});
