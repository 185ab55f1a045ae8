import { describe, expect, test } from "vitest";
import type { JsonObject } from "../checkpoint/json.ts";
import type { FieldMap } from "./field-map.ts";
import { importAll } from "./import.ts";

const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const pair = { prompt: "q", chosen: "a", rejected: "b" };
const over = (chosen: string, rejected: string) => ({
  kind: "comparison",
  prompt: "q",
  chosen: [chosen],
  rejected: [rejected],
});

async function imported(records: readonly JsonObject[], map?: FieldMap) {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join("");
  const { records: used, report } = await importAll(new Blob([text]), "data.jsonl", { map });
  return { used: used.map(({ record }) => record), report };
}

test.for<[string, JsonObject]>([
  ["score_rejected", { ...pair, score_chosen: 2, score_rejected: 9 }],
  ["rejected_score", { ...pair, chosen_score: 0.1, rejected_score: 0.7 }],
  ["rejected-rating", { ...pair, "chosen-rating": 3, "rejected-rating": 4 }],
  ["rating_rejected", { chosen: "x a", rejected: "x b", rating_chosen: 1, rating_rejected: 5 }],
  ["rejected_rank", { ...pair, chosen_rank: 2, rejected_rank: 1 }],
  ["labels", { history: "q", human_ref_A: "a", human_ref_B: "b", labels: 1, score_A: 1, score_B: 5 }],
  ["score_b", { prompt: "q", response_a: "a", response_b: "b", winner: "a", score_a: 1, score_b: 5 }],
  ["rejected_correct", { ...pair, chosen_correct: false, rejected_correct: true }],
  ["scores.rejected", { ...pair, scores: { chosen: 1, rejected: 5 } }],
  ["rejected_score", { ...pair, chosen_score: "1", rejected_score: "3.5" }],
  ["rating.rejected", { input: "q", chosen: "a", rejected: "b", generations: ["a", "b", "c"], rating: [2, 9, 1] }],
  ["rejected_upvotes", { ...pair, chosen_upvotes: 1, rejected_upvotes: 12 }],
  ["rejected_score_avg", { ...pair, chosen_score_avg: 1, rejected_score_avg: 5 }],
  ["metadata.scores.rejected", { ...pair, metadata: { scores: { chosen: 1, rejected: 5 } } }],
  [
    "rejected.0.score",
    {
      prompt: "q",
      chosen: [{ role: "assistant", content: "a", score: 1 }],
      rejected: [{ role: "assistant", content: "b", score: 5 }],
    },
  ],
  [
    "answers.score.rejected",
    {
      prompt: "q",
      answers: [
        { text: "a", rank: 1, score: 0.1 },
        { text: "b", rank: 2, score: 0.9 },
      ],
    },
  ],
  ["votes_b", { prompt: "q", response_a: "a", response_b: "b", winner: "a", votes_a: 1, votes_b: 20 }],
  ["rank_a", { prompt: "q", response_a: "a", response_b: "b", winner: "b", rank_a: 1, rank_b: 2 }],
])("scores that contradict the choice: %s", async ([field, record]) => {
  const { used, report } = await imported([record]);
  expect(used).toEqual([]);
  expect(report.refusals).toMatchObject([{ field, expected: expect.stringContaining("two things") }]);
});

test.for<[winner: unknown, better: string | null]>([
  ["Response A", "a"],
  ["[[B]]", "b"],
  ["A>>B", "a"],
  ["a < b", "b"],
  ["A=B", null],
])("the winner %j is %s", async ([winner, better]) => {
  const { used } = await imported([{ prompt: "q", response_a: "a", response_b: "b", winner }]);
  expect(used).toMatchObject(better === null ? [] : [{ chosen: [better] }]);
});

test.for<[string, JsonObject]>([
  ...["not a", "A or B", "A/B", "N/A", "!A", "A?", "b is worse than a", "", -1].map((winner): [string, JsonObject] => [
    "winner",
    { prompt: "q", response_a: "a", response_b: "b", winner },
  ]),
  ["best_index", { prompt: "q", response_1: "a", response_2: "b", best_index: 1 }],
  ["ranking", { prompt: "q", responses: ["a", "b", "c"], ranking: [2, 0, 1] }],
  ["ratings", { prompt: "q", responses: ["a", "b", "c"], ratings: [1, 2, -1] }],
  ["is_correct", { prompt: "q", completion: "a", is_correct: 0 }],
  ...["desirable", "accepted", "chosen", "passed", "thumbs_up"].map((key): [string, JsonObject] => [
    key,
    { prompt: "q", completion: "a", [key]: false },
  ]),
  // Letters of a choice, which are the other answer's text.
  ["winner", { prompt: "q", response_a: "B", response_b: "A", winner: "B" }],
  ["gpt4_winner", { prompt: "q", response_a: "a", response_b: "b", winner: "a", gpt4_winner: "b" }],
  [
    "turn",
    {
      ...{ winner: "model_a", turn: 1 },
      conversation_a: [user("q"), assistant("a"), user("r"), assistant("c")],
      conversation_b: [user("q"), assistant("b"), user("r"), assistant("d")],
    },
  ],
  [
    "turn",
    {
      ...{ winner: "model_a", turn: 1 },
      ...Object.fromEntries(
        ["conversation_a", "conversation_b"].map((key) => [
          key,
          ["q", key, "r", key].map((value, i) => ({ from: i % 2 === 0 ? "human" : "gpt", value })),
        ]),
      ),
    },
  ],
  [
    "conversation_a.0",
    { winner: "model_b", turn: 1, conversation_a: [null], conversation_b: [user("q"), assistant("b")] },
  ],
  ...["swap", "reverse", "inverted", "mislabeled", "discard", "invalid"].map((key): [string, JsonObject] => [
    key,
    { ...pair, [key]: true },
  ]),
  ["valid", { ...pair, valid: false }],
  ["preference_strength", { prompt: "q", response_1: "a", response_2: "b", preference_strength: -100 }],
  ["overall_preference", { context: [user("q")], response1: "a", response2: "b", overall_preference: 4 }],
  ...[-1, "NA", "", 2].map((label): [string, JsonObject] => ["label", { prompt: "q", completion: "a", label }]),
  ...[-1, null, "NA"].map((label): [string, JsonObject] => [
    "labels.1",
    { prompt: "q", completions: ["s", "t"], labels: [1, label] },
  ]),
])("what does not say which is better is refused: %s %j", async ([field, record]) => {
  const { used, report } = await imported([record]);
  expect(used).toEqual([]);
  expect(report.refusals).toMatchObject([{ field }]);
});

test("a prompt that stands in both responses again and empty responses are told", async () => {
  const again = { prompt: "1 + 1?", chosen: "1 + 1? 2", rejected: "1 + 1? 3" };
  const { report } = await imported([again, { ...pair, chosen: "q 1" }, { ...pair, rejected: " " }]);
  expect(report.remarks).toMatchObject([
    { what: expect.stringContaining("begin with the whole prompt"), numbers: [1] },
    { what: expect.stringContaining("empty"), numbers: [3] },
  ]);
});

test("scores that agree, are equal or measure something else contradict nothing", async () => {
  const fine = [
    { score_chosen: 9, score_rejected: 2 },
    { chosen_rating: 3, rejected_rating: 3 },
    { chosen_length: 2, rejected_length: 9 },
    { chosen_rank: 1, rejected_rank: 4 },
    { chosen_correct: true, rejected_correct: false },
    { input_ids: [1, 2], num_correct: 3 },
    { chosen_score: "10", rejected_score: "9" },
    { valid: true, discard: false },
  ];
  expect((await imported(fine.map((extra) => ({ ...pair, ...extra })))).report.refusals).toEqual([]);
});

test("labels, choices and margins that contradict each other are told with their lines", async () => {
  const label = (completion: string, correct: boolean) => ({ prompt: "q", completion, label: correct });
  const { report } = await imported([
    ...[label("a", true), label("b", false), label("a", false)],
    ...[pair, { ...pair, chosen: "b", rejected: "a" }, { ...pair, prompt: "r", margin: -2 }, { ...pair, prompt: "s" }],
  ]);
  expect(report.contradictory).toEqual([
    { number: 1, other: 3 },
    { number: 3, other: 1 },
    { number: 4, other: 5 },
    { number: 5, other: 4 },
  ]);
  expect(report.remarks).toMatchObject([
    { what: expect.stringContaining("margin is below 0"), count: 1, numbers: [6] },
  ]);
});

test("a conversation that ends with the person is no answer", async () => {
  const hh = { chosen: "\n\nHuman: hi\n\nAssistant: a\n\nHuman: thanks", rejected: "\n\nHuman: hi\n\nAssistant: b" };
  const messages = [
    { role: "user", content: "q" },
    { role: "user", content: "still there?" },
  ];
  const { used, report } = await imported([
    hh,
    { messages, rejected_response: "b" },
    { prompt: "q", chosen: messages, rejected: "b" },
  ]);
  expect(used).toEqual([]);
  expect(report.refusals.map(({ field }) => field)).toEqual(["chosen", "messages", "chosen"]);
});

describe("a field that names the better of two answers", () => {
  test.for<[JsonObject, "a" | "b" | "tie"]>([
    [{ prompt: "q", response_a: "a", response_b: "b", winner: "response_b" }, "b"],
    [{ question: "q", answer_A: "a", answer_B: "b", preferred: "A" }, "a"],
    [{ prompt: "q", response_0: "a", response_1: "b", choice: 1 }, "b"],
    [{ prompt: "q", response1: "a", response2: "b", better_response: 2 }, "b"],
    [{ instruction: "q", output_1: "a", output_2: "b", preference: "[[1]]" }, "a"],
    [{ prompt: "q", completion_a: "a", completion_b: "b", label: "tie" }, "tie"],
    [{ prompt: "q", response_a: "a", response_b: "b", chosen: "b" }, "b"],
    [{ prompt: "q", response_0: "a", response_1: "b", preferred_response: "b" }, "b"],
    [{ prompt: "q", response_a: "a", response_b: "b", winner_model_a: 0, winner_model_b: 1, winner_tie: 0 }, "b"],
    [{ prompt: "q", response_a: "a", response_b: "b", winner_model_a: 0, winner_model_b: 0, winner_tie: 1 }, "tie"],
    [{ prompt: "q", response_1: "a", response_2: "b", score_1: 0.5, score_2: 2 }, "b"],
    [{ prompt: "q", response_1: "a", response_2: "b", score_1: 2, score_2: 2 }, "tie"],
  ])("%j: %s", async ([record, better]) => {
    const { used, report } = await imported([record]);
    expect(report.refusals).toEqual([]);
    expect(used).toEqual(better === "tie" ? [] : [better === "a" ? over("a", "b") : over("b", "a")]);
  });

  test.for<[JsonObject]>([
    [{ prompt: "q", response_a: "a", response_b: "b", winner: 1 }],
    [{ prompt: "q", response_a: "a", response_b: "b", winner: "c" }],
    [{ prompt: "q", response_1: "a", response_2: "b", preferred: 3 }],
    [{ prompt: "q", response_1: "a", response_2: "b", label: 1 }],
    [{ history: "q", human_ref_A: "a", human_ref_B: "b", labels: 2 }],
  ])("what it means is not guessed: %j", async ([record]) => {
    const { used, report } = await imported([record]);
    expect(used).toEqual([]);
    expect(report.refused).toBe(1);
  });
});

describe("a map", () => {
  const judged = (text: string, better: unknown, key = "verdict") => ({
    q: "q",
    one: { a: "a", b: "b" },
    [key]: better,
    note: text,
  });
  const map = { prompt: "q", answer_1: "one.a", answer_2: "one.b", winner: "verdict" };

  test("takes the answer that a field names, by its key or by the values that are said", async () => {
    const byKey = await imported([judged("x", "b"), judged("y", "A"), judged("z", "both bad")], map);
    expect(byKey.used).toEqual([over("b", "a"), over("a", "b")]);
    expect(byKey.report.undecided).toEqual({ "neither answer is said to be the better one": 1 });
    const byValue = await imported([judged("x", 0), judged("y", 1), judged("z", 7)], { ...map, names: "1|0" });
    expect(byValue.used).toEqual([over("b", "a"), over("a", "b")]);
    expect(byValue.report.refusals).toMatchObject([{ number: 3, field: "verdict", found: "7" }]);
    const bySign = await imported([judged("x", -2), judged("y", 3), judged("z", 0)], { ...map, names: "-|+" });
    expect(bySign.used).toEqual([over("a", "b"), over("b", "a")]);
  });

  test("takes the answer with the higher score, and tells what it leads past", async () => {
    const record = {
      q: "q",
      list: [
        { text: "a", stars: 1 },
        { text: "b", stars: 4 },
      ],
      extra: "x",
    };
    const scored = {
      prompt: "q",
      answer_1: "list.0.text",
      answer_2: "list.1.text",
      score_1: "list.0.stars",
      score_2: "list.1.stars",
    };
    const { used, report } = await imported([record], scored);
    expect(used).toEqual([over("b", "a")]);
    expect(report.columns).toContainEqual({ column: "extra", read: 0, unread: 1, refused: 0 });
  });

  test.for<[string, JsonObject, FieldMap]>([
    [
      "labels",
      { history: "q", human_ref_A: "a", human_ref_B: "b", labels: 0 },
      { prompt: "history", chosen: "human_ref_A", rejected: "human_ref_B" },
    ],
    [
      "winner",
      { q: "q", response_1: "a", response_2: "b", winner: "response_2" },
      { prompt: "q", chosen: "response_1", rejected: "response_2" },
    ],
    [
      "preference_strength",
      { q: "q", response_1: "a", response_2: "b", preference_strength: 2 },
      { prompt: "q", chosen: "response_1", rejected: "response_2" },
    ],
    [
      "score_B",
      { q: "q", text_A: "a", text_B: "b", score_A: 1, score_B: 2 },
      { prompt: "q", chosen: "text_A", rejected: "text_B" },
    ],
    [
      "list.1.rating",
      {
        q: "q",
        list: [
          { text: "a", rating: 1 },
          { text: "b", rating: 2 },
        ],
      },
      { prompt: "q", chosen: "list.0.text", rejected: "list.1.text" },
    ],
    [
      "choice",
      { q: "q", summaries: [{ text: "a" }, { text: "b" }], choice: 1 },
      { prompt: "q", chosen: "summaries.0.text", rejected: "summaries.1.text" },
    ],
  ])("that would turn the pair round is refused, naming %s", async ([field, record, turning]) => {
    const { used, report } = await imported([record], turning);
    expect(used).toEqual([]);
    expect(report.refusals).toMatchObject([{ field, expected: expect.stringContaining("answer_1") }]);
  });

  test("that agrees with such a field, or says by its names which is better, goes through", async () => {
    const agreeing = { q: "q", response_1: "a", response_2: "b", winner: "response_1" };
    expect(
      (await imported([agreeing], { prompt: "q", chosen: "response_1", rejected: "response_2" })).used,
    ).toHaveLength(1);
    const named = { q: "q", good: "a", bad: "b", label: 0 };
    expect((await imported([named], { prompt: "q", chosen: "good", rejected: "bad" })).used).toHaveLength(1);
  });
});

test("a pair that distilabel found equal when it judged again is no pair", async () => {
  const judged = (status: string) => ({ system: "Be brief.", input: "q", chosen: "a", rejected: "b", status });
  const { used, report } = await imported([judged("tie"), judged("swapped"), judged("unchanged")]);
  expect(used).toHaveLength(2);
  expect(report.undecided).toEqual({ "neither answer is said to be the better one": 1 });
});
