import { describe, expect, test } from "vitest";
import type { JsonObject } from "../checkpoint/json.ts";
import { importAll } from "./import.ts";

const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const pair = { prompt: "q", chosen: "a", rejected: "b" };
const chat = { prompt: [user("q")], chosen: [assistant("a")], rejected: [assistant("b")] };
const said = { kind: "comparison", prompt: [user("q")], chosen: [[assistant("a")]], rejected: [[assistant("b")]] };

async function imported(...records: JsonObject[]) {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join("");
  const { records: used, report } = await importAll(new Blob([text]), "data.jsonl");
  return { used: used.map(({ record }) => record), report };
}

describe("what may belong to the prompt or an answer and is not read is refused by its name", () => {
  const call = { type: "function", function: { name: "weather", arguments: { city: "Oslo" } } };
  test.for<[string, JsonObject]>([
    ["tools", { ...chat, tools: [{ type: "function", function: { name: "weather" } }] }],
    [
      "tools",
      { conversations: [user("q")], chosen: assistant("a"), rejected: assistant("b"), tools: '[{"name":"age"}]' },
    ],
    ["images", { ...chat, images: ["a.png"] }],
    ["videos", { ...pair, videos: ["a.mp4"] }],
    ["documents", { ...pair, documents: [{ title: "t", text: "x" }] }],
    ["context", { ...pair, context: "Oslo is in Norway." }],
    ["passage", { chosen: "a", rejected: "b", passage: "Oslo is in Norway." }],
    ["persona", { ...pair, persona: "A pirate." }],
    ["history", { instruction: "q", output: ["a", "b"], history: "earlier" }],
    ["input", { prompt: "q", input: "the text it is about", chosen: "a", rejected: "b" }],
    ["metadata", { ...pair, metadata: { system: "Answer in one word." } }],
    ["metadata", { ...pair, metadata: ["https://example.org/a", "Answer in one word."] }],
    ["status", { ...pair, status: "discarded" }],
    ["status", { input: "q", chosen: "a", rejected: "b", status: "discarded" }],
    ["chosen.0.tool_calls", { ...chat, chosen: [{ ...assistant("a"), tool_calls: [call] }] }],
    [
      "prompt.1.function_call",
      { ...chat, prompt: [user("q"), { ...assistant(""), function_call: call.function }, user("r")] },
    ],
    ["rejected.0.reasoning_content", { ...chat, rejected: [{ ...assistant("b"), reasoning_content: "Hm." }] }],
    ["chosen.0.thinking", { ...chat, chosen: [{ ...assistant("a"), thinking: "Hm." }] }],
    [
      "prompt.0.content.1.type",
      {
        ...chat,
        prompt: [
          {
            role: "user",
            content: [
              { type: "text", text: "q" },
              { type: "image_url", image_url: { url: "x" } },
            ],
          },
        ],
      },
    ],
    [
      "prompt.0.content.0.image",
      { ...chat, prompt: [{ role: "user", content: [{ type: "text", text: "q", image: "aGk=" }] }] },
    ],
    [
      "conversations.1.from",
      {
        conversations: [
          { from: "human", value: "q" },
          { from: "function_call", value: "{}" },
        ],
        chosen: { from: "gpt", value: "a" },
        rejected: { from: "gpt", value: "b" },
      },
    ],
    ["system", { chosen: "a", rejected: "b", system: "Answer in one word." }],
    [
      "source",
      { chosen: "a", rejected: "b", source: "Translate this sentence of ten words, more or less, into French." },
    ],
    ["label", { ...pair, label: 0 }],
    ["context", { ...pair, context: 42 }],
    ["turns", { ...pair, turns: ["first", "second"] }],
    [
      "table",
      {
        ...pair,
        table: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    ["image_path", { ...pair, image_path: "a.png" }],
    ["audio_url", { ...pair, audio_url: "a.wav" }],
    ["target_language", { ...pair, target_language: "French" }],
    ["system", { ...chat, system: "Be brief.", prompt: [{ role: "system", content: "Be long." }, user("q")] }],
    ["prompt", { prompt: null, chosen: "a x", rejected: "a y" }],
    ["chosen", { chosen: '["q", "x"]', rejected: '["q", "y"]' }],
    ["chosen", { chosen: '[{"speaker": "user", "text": "q"}, 1]', rejected: '[{"speaker": "user", "text": "q"}, 2]' }],
    ["chosen", { chosen: "array([{'role': 'user', 'content': 'q'}])", rejected: "x" }],
  ])("%s %j", async ([field, record]) => {
    const { used, report } = await imported(record);
    expect(used).toEqual([]);
    expect(report.refusals).toMatchObject([{ number: 1, field }]);
  });
});

test("what says nothing of prompt and answers is told once as not read, and every column with what became of it", async () => {
  const about = {
    ...{ category: "open question", lang: "en", created_at: "2024-01-01T00:00:00Z", chosen_model: "m", model_b: "n" },
    ...{
      score: 3,
      num_tokens: 7,
      num_words: "7",
      url: "https://example.org/a?b=c",
      extra: ["https://example.org/a", "https://example.org/b"],
      tags: ["x", "y"],
      is_safe: true,
      embedding: [0.1, 2],
    },
    metadata: { annotator: "w7", duration_seconds: 3 },
  };
  const { used, report } = await imported(
    { ...pair, ...about, tools: [], images: "[]" },
    { ...pair, prompt: "r", score: 1 },
    { ...pair, tools: ["t"] },
  );
  expect(used).toHaveLength(2);
  const became = Object.fromEntries(report.columns.map(({ column, ...counts }) => [column, counts]));
  expect(became.prompt).toEqual({ read: 2, unread: 0, refused: 1 });
  expect(became.score).toEqual({ read: 0, unread: 2, refused: 0 });
  expect(became.tools).toEqual({ read: 0, unread: 0, refused: 1 });
  for (const key of Object.keys(about)) expect(became[key], key).toMatchObject({ read: 0, refused: 0 });
  expect(Object.keys(became).sort()).toEqual([...Object.keys({ ...pair, ...about }), "tools"].sort());
});

test("a record of too many levels is refused, and the next one read", async () => {
  const text = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const lines = `{"prompt":"q","chosen":"a","rejected":"b","x":${text}}\n${JSON.stringify(pair)}\n`;
  const { records, report } = await importAll(new Blob([lines]), "data.jsonl");
  expect(records).toHaveLength(1);
  expect(report.refusals).toMatchObject([{ number: 1, expected: expect.stringContaining("levels") }]);
});

test.for([
  ["Do", "this", "Do\nthis"],
  ["Do", "", "Do"],
  ["", "this", "this"],
])("the instruction %j and the input %j ask %j", async ([instruction, input, prompt]) => {
  const { used } = await imported({ instruction, input, chosen: "a", rejected: "b" });
  expect(used).toMatchObject([{ prompt }]);
});

test("keys of no meaning inside of columns are told, too", async () => {
  const { report } = await imported({
    ...chat,
    chosen: [{ ...assistant("a"), weight: 1, id: "m1", tool_calls: null }],
  });
  expect(report.columns.filter(({ unread }) => unread > 0).map(({ column }) => column)).toEqual([
    "chosen.weight",
    "chosen.id",
  ]);
});

describe("conversations that are kept as JSON text are conversations", () => {
  const json = (value: unknown) => JSON.stringify(value);
  test.for<[JsonObject]>([
    [{ prompt: json(chat.prompt), chosen: json(chat.chosen), rejected: json(chat.rejected) }],
    [{ prompt: "q", chosen: json(chat.chosen[0]), rejected: json(chat.rejected[0]) }],
    [
      {
        chosen: json([user("q"), assistant("a")]),
        rejected: ` ${JSON.stringify([user("q"), assistant("b")], null, 2)}`,
      },
    ],
    [
      {
        chosen: json({ messages: [user("q"), assistant("a")], tools: [] }),
        rejected: json({ messages: [user("q"), assistant("b")] }),
      },
    ],
    [
      {
        conversations: json([{ from: "human", value: "q" }]),
        chosen: json({ from: "gpt", value: "a" }),
        rejected: json({ from: "gpt", value: "b" }),
      },
    ],
    [{ messages: json([user("q"), assistant("a")]), rejected_response: "b" }],
    [{ chosen: json(json([user("q"), assistant("a")])), rejected: json(json([user("q"), assistant("b")])) }],
  ])("%j", async ([record]) => {
    expect((await imported(record)).used).toEqual([said]);
  });

  test("one that is damaged, printed by Python or more than messages is refused, and no prose", async () => {
    const { used, report } = await imported(
      { prompt: json(chat.prompt).slice(0, -4), chosen: "a", rejected: "b" },
      { prompt: "[{'role': 'user', 'content': \"it's q\"}]", chosen: "a", rejected: "b" },
      {
        chosen: json({ messages: [user("q"), assistant("a")], tools: ["t"] }),
        rejected: json([user("q"), assistant("b")]),
      },
    );
    expect(used).toEqual([]);
    expect(report.refusals.map(({ field }) => field)).toEqual(["prompt", "prompt", "chosen.tools"]);
  });

  test("other JSON is the text that it is", async () => {
    const code = { prompt: "Give me JSON.", chosen: '[{"a": 1}]', rejected: '{"a": ' };
    expect((await imported(code)).used).toMatchObject([{ prompt: "Give me JSON.", chosen: ['[{"a": 1}]'] }]);
  });
});

test("texts that are kept in lists as JSON, one a turn, are texts where the list has one; several turns are refused", async () => {
  const verdict = { winner_model_a: 1, winner_model_b: 0, winner_tie: 0 };
  const one = { prompt: '["q"]', response_a: '["a"]', response_b: '["b"]', ...verdict };
  const two = { prompt: '["q", "r"]', response_a: '["a", "c"]', response_b: '["b", "d"]', ...verdict };
  const { used, report } = await imported(one, two);
  expect(used).toEqual([{ kind: "comparison", prompt: "q", chosen: ["a"], rejected: ["b"] }]);
  expect(report.refusals).toMatchObject([{ number: 2, field: "prompt", found: expect.stringContaining("2 texts") }]);
  const code = { prompt: "Give me JSON.", chosen: '["a"]', rejected: '["b"]' };
  expect((await imported(code)).used).toMatchObject([{ chosen: ['["a"]'] }]);
});

test.for<[JsonObject, string]>([
  [
    {
      system: "s",
      conversation_a: [user("q"), assistant("a")],
      conversation_b: [user("q"), assistant("b")],
      winner: "a",
    },
    "s",
  ],
  [{ system_prompt: "s", question: "q", chosen: "a", rejected: "b" }, "s"],
  [{ messages: [user("q"), assistant("a")], label: true, form: "text", system: "s" }, "s"],
  [{ ...chat, system: "None" }, "none"],
])("a system message stands before the prompt, whatever the shape: %j", async ([record, system]) => {
  const first = system === "none" ? [] : [{ role: "system", content: system }];
  expect((await imported(record)).used).toMatchObject([{ prompt: [...first, user("q")] }]);
});

test.for([
  [[{ type: "text", text: "q" }]],
  [[{ type: "input_text", text: "q" }]],
  [[{ type: "text", text: "q", image_url: null }]],
  [[{ text: "" }, { text: "q" }]],
])("a content in parts is its text: %j", async ([content]) => {
  expect((await imported({ ...chat, prompt: [{ role: "user", content }] })).used).toEqual([said]);
});

test("implicit prompts that come out empty for most records are told, for few are not", async () => {
  const torn = { chosen: "yes", rejected: "no" };
  const whole = { chosen: "The sky is blue", rejected: "The sky is red" };
  const { report } = await imported(torn, { chosen: "1", rejected: "2" }, whole);
  expect(report.remarks).toMatchObject([
    { what: expect.stringMatching(/^the prompt is empty/), count: 2, numbers: [1, 2] },
  ]);
  expect((await imported(torn, whole, { chosen: "I am", rejected: "I was" })).report.remarks).toEqual([]);
});

test("only a conversation that begins with a prompt has it taken off, never an answer", async () => {
  const prompt = [assistant("a")];
  const record = { prompt, chosen: [assistant("a"), user("r"), assistant("c")], rejected: [assistant("b")] };
  expect((await imported(record)).used).toMatchObject([{ prompt, chosen: [record.chosen] }]);
});
