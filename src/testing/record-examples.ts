import type { JsonObject } from "../engine/checkpoint/json.ts";
import type { DataRecord } from "../engine/data/record.ts";
import type { ShapeId, Undecided } from "../engine/data/shapes/index.ts";
import { NO_WINNER } from "../engine/data/shapes/winner.ts";
import type { Message } from "../engine/tokenizer/conversation.ts";

const user = (content: string): Message => ({ role: "user", content });
const assistant = (content: string): Message => ({ role: "assistant", content });
const said = { prompt: [user("q")], chosen: [[assistant("a")]], rejected: [[assistant("b")]] };
const text = { prompt: "q", chosen: ["a"], rejected: ["b"] };
/** For every shape a record as its source writes it, with the record that it must be read as. */
export const recordExamples: [ShapeId, JsonObject, DataRecord | Undecided][] = [
  [
    "trl-explicit",
    { prompt: "The sky is", chosen: " blue.", rejected: " green.", margin: 2, id: 7, source: null },
    { kind: "comparison", prompt: "The sky is", chosen: [" blue."], rejected: [" green."], margin: 2, id: "7" },
  ],
  [
    "trl-explicit",
    { prompt: [user("q")], chosen: [assistant("a")], rejected: [assistant("b")] },
    { kind: "comparison", ...said },
  ],
  [
    "trl-implicit",
    { chosen: "The sky is blue.", rejected: "The sky is black." },
    { kind: "comparison", prompt: "The sky is", chosen: [" blue."], rejected: [" black."] },
  ],
  [
    "trl-implicit",
    { chosen: [user("q"), assistant("a")], rejected: [user("q"), assistant("b")] },
    { kind: "comparison", ...said },
  ],
  [
    "trl-unpaired",
    { prompt: "q", completion: "a", label: true },
    { kind: "response", prompt: "q", response: "a", correct: true },
  ],
  ["trl-unpaired", { prompt: "q", completion: "a" }, { kind: "response", prompt: "q", response: "a", correct: null }],
  [
    "trl-stepwise",
    { prompt: "q", completions: ["s1", "s2"], labels: [true, false] },
    { kind: "steps", prompt: "q", steps: ["s1", "s2"], labels: [true, false], correct: null },
  ],
  ["llamafactory-alpaca", { instruction: "q", input: "", chosen: "a", rejected: "b" }, { kind: "comparison", ...text }],
  [
    "llamafactory-alpaca",
    { instruction: "q", input: "i", system: "s", history: [["q0", "a0"]], chosen: "a", rejected: "b" },
    {
      kind: "comparison",
      ...said,
      prompt: [{ role: "system", content: "s" }, user("q0"), assistant("a0"), user("q\ni")],
    },
  ],
  [
    "llamafactory-sharegpt",
    {
      conversations: [{ from: "human", value: "q" }],
      chosen: { from: "gpt", value: "a" },
      rejected: { from: "gpt", value: "b" },
    },
    { kind: "comparison", ...said },
  ],
  [
    "llamafactory-sharegpt",
    { conversations: [user("q")], chosen: assistant("a"), rejected: assistant("b") },
    { kind: "comparison", ...said },
  ],
  [
    "icrm-outcome",
    { messages: [user("q"), assistant("a")], label: true },
    { kind: "response", prompt: [user("q")], response: [assistant("a")], correct: true },
  ],
  [
    "rewardbench-1",
    { prompt: "q", chosen: "a", chosen_model: "m", rejected: "b", rejected_model: "n", subset: "hep-go", id: 1 },
    { kind: "comparison", ...text, subset: "hep-go", id: "1" },
  ],
  [
    "rewardbench-2",
    {
      id: "tied:3",
      prompt: "q",
      chosen: ["a", "a2"],
      rejected: ["b"],
      num_correct: 2,
      total_completions: 3,
      subset: "Ties",
    },
    { kind: "comparison", prompt: "q", chosen: ["a", "a2"], rejected: ["b"], id: "tied:3", subset: "Ties" },
  ],
  [
    "hh-rlhf",
    { chosen: "\n\nHuman: q\n\nAssistant: a", rejected: "\n\nHuman: q\n\nAssistant: b" },
    { kind: "comparison", ...said },
  ],
  [
    "hh-rlhf",
    {
      chosen: "\n\nHuman: q\n\nAssistant: ay\n\nHuman: r\n\nAssistant: c",
      rejected: "\n\nHuman: q\n\nAssistant: ax",
    },
    {
      kind: "comparison",
      prompt: [user("q")],
      chosen: [[assistant("ay"), user("r"), assistant("c")]],
      rejected: [[assistant("ax")]],
    },
  ],
  [
    "ultrafeedback-binarized",
    {
      prompt: "q",
      prompt_id: "h",
      chosen: [user("q"), assistant("a")],
      rejected: [user("q"), assistant("b")],
      score_chosen: 8,
      score_rejected: 5.5,
    },
    { kind: "comparison", ...said, margin: 2.5, id: "h" },
  ],
  [
    "ultrafeedback-raw",
    {
      source: "x",
      instruction: "q",
      completions: [
        { model: "l", response: "c", overall_score: 6 },
        { model: "m", response: "a", overall_score: 8 },
        { model: "n", response: "b", overall_score: 3 },
      ],
    },
    { kind: "comparison", ...text, margin: 5, source: "x" },
  ],
  [
    "ultrafeedback-raw",
    { instruction: "q", completions: [{ model: "m", response: "a", overall_score: 8 }] },
    { kind: "undecided", why: "all responses score the same" },
  ],
  [
    "unified-feedback",
    {
      source: "x",
      conv_A: [user("q"), assistant("b")],
      conv_B: [user("q"), assistant("a")],
      conv_A_rating: 2,
      conv_B_rating: 4,
    },
    { kind: "comparison", ...said, source: "x" },
  ],
  [
    "unified-feedback",
    { conv_A: [user("q"), assistant("a")], conv_B: [user("q"), assistant("b")], conv_A_rating: 2, conv_B_rating: 2 },
    { kind: "undecided", why: NO_WINNER },
  ],
  [
    "prm800k",
    {
      question: { problem: "p", ground_truth_answer: "1" },
      label: {
        steps: [
          { completions: [{ text: "s0", rating: 1 }], human_completion: null, chosen_completion: 0 },
          {
            completions: [
              { text: "x", rating: -1 },
              { text: "s1", rating: 0 },
            ],
            chosen_completion: 1,
          },
          { completions: null, human_completion: { text: "s2", rating: null }, chosen_completion: null },
          { completions: [{ text: "s3", rating: -1 }], human_completion: null, chosen_completion: null },
        ],
        finish_reason: "found_error",
      },
    },
    {
      kind: "steps",
      prompt: "p",
      steps: ["s0", "s1", "s2", "s3"],
      labels: [true, true, true, false],
      correct: false,
    },
  ],
  [
    "prm800k",
    {
      question: { problem: "p", ground_truth_answer: "1" },
      label: {
        steps: [
          { completions: [{ text: "s0", rating: null }], human_completion: null, chosen_completion: 0 },
          { completions: [{ text: "s1", rating: 1, flagged: true }], human_completion: null, chosen_completion: 0 },
          {
            completions: [
              { text: "x", rating: 0 },
              { text: "y", rating: 1 },
            ],
            chosen_completion: null,
          },
        ],
        finish_reason: "give_up",
      },
    },
    { kind: "steps", prompt: "p", steps: ["s0", "s1"], labels: [null, null], correct: null },
  ],
  [
    "prm800k",
    {
      question: { problem: "p", ground_truth_answer: "1" },
      label: {
        steps: [
          {
            completions: [
              { text: "x", rating: 0 },
              { text: "s0", rating: -1 },
            ],
            chosen_completion: null,
          },
        ],
        finish_reason: "found_error",
      },
    },
    { kind: "steps", prompt: "p", steps: ["s0"], labels: [false], correct: false },
  ],
  [
    "prm800k",
    {
      question: { problem: "p" },
      label: {
        steps: [{ completions: [{ text: "s", rating: 1 }], chosen_completion: 0 }],
        finish_reason: "bad_problem",
      },
    },
    { kind: "undecided", why: "the labeller reported the problem as broken" },
  ],
  [
    "processbench",
    {
      id: "gsm8k-0",
      generator: "m",
      problem: "p",
      steps: ["s0", "s1", "s2"],
      final_answer_correct: false,
      label: 1,
    },
    {
      kind: "steps",
      prompt: "p",
      steps: ["s0", "s1", "s2"],
      labels: [true, false, null],
      separator: "\n\n",
      correct: false,
      id: "gsm8k-0",
    },
  ],
  [
    "processbench",
    { problem: "p", steps: ["s0"], final_answer_correct: true, label: -1 },
    { kind: "steps", prompt: "p", steps: ["s0"], labels: [true], separator: "\n\n", correct: true },
  ],
  [
    "gsm8k-solutions",
    {
      question: "q",
      ground_truth: "…",
      "6b_finetuning": { is_correct: false, solution: "b" },
      "175b_verification": { is_correct: true, solution: "a" },
      "6b_verification": { is_correct: true, solution: "a2" },
    },
    { kind: "comparison", prompt: "q", chosen: ["a", "a2"], rejected: ["b"] },
  ],
  [
    "trl-explicit",
    { system: "s", prompt: "q", chosen: "a", rejected: [assistant("b")] },
    { kind: "comparison", ...said, prompt: [{ role: "system", content: "s" }, user("q")] },
  ],
  [
    "trl-explicit",
    { prompt: [user("q")], chosen: [user("q"), assistant("a")], rejected: [user("q"), assistant("b")] },
    { kind: "comparison", ...said },
  ],
  [
    "ultrafeedback-raw",
    {
      instruction: "q",
      models: ["m", "n"],
      completions: [
        {
          model: "m",
          response: "b",
          overall_score: 10,
          annotations: { honesty: { Rating: "1" }, helpfulness: { Rating: "2" } },
        },
        {
          model: "n",
          response: "a",
          overall_score: 7,
          annotations: { honesty: { Rating: "4" }, helpfulness: { Rating: "N/A" } },
        },
      ],
    },
    { kind: "comparison", ...text, margin: 2.5 },
  ],
  [
    "shp",
    { post_id: "x", history: "q", human_ref_A: "b", human_ref_B: "a", labels: 0, score_A: 2, score_B: 9, domain: "d" },
    { kind: "comparison", ...text, id: "x" },
  ],
  [
    "helpsteer2-preference",
    {
      ...{ split: "train", response_1: "a", response_2: "b", preference_strength: -1 },
      prompt: "p0\n<extra_id_1>Assistant\nr0\n<extra_id_1>User\nq",
      preference_statement: "Response 1 is slightly better than Response 2.",
    },
    { kind: "comparison", ...said, prompt: [user("p0"), assistant("r0"), user("q")] },
  ],
  [
    "helpsteer2-preference",
    { prompt: "q", response_1: "a", response_2: "b", preference_strength: 0 },
    { kind: "undecided", why: NO_WINNER },
  ],
  [
    "helpsteer3-preference",
    {
      domain: "general",
      language: "english",
      context: [user("q")],
      response1: "b",
      response2: "a",
      overall_preference: 2,
    },
    { kind: "comparison", ...said },
  ],
  [
    "webgpt",
    {
      question: { full_text: "q", dataset: "eli5", id: "x" },
      ...{ answer_0: "b", answer_1: "a", score_0: -0.5, score_1: 0.5 },
      quotes_0: { title: ["t"], extract: ["e"] },
    },
    { kind: "comparison", ...text, id: "x" },
  ],
  [
    "pku-saferlhf",
    {
      ...{ prompt: "q", response_0: "b", response_1: "a", better_response_id: 1, safer_response_id: 0 },
      ...{ is_response_0_safe: true, response_0_sha256: "f00", response_0_harm_category: { Theft: false } },
    },
    { kind: "comparison", ...text },
  ],
  [
    "summarize-from-feedback",
    {
      info: { id: "t3", post: "q", title: "t", subreddit: "pets", site: null, article: null },
      summaries: [
        { text: "b", policy: "sup1", note: null },
        { text: "a", policy: "sup2", note: null },
      ],
      ...{ choice: 1, worker: "w", batch: "b", split: "train", extra: { confidence: 7 } },
    },
    { kind: "comparison", ...text, id: "t3" },
  ],
  [
    "openai-preference",
    {
      input: { messages: [user("q")], tools: [], parallel_tool_calls: true },
      preferred_output: [assistant("a")],
      non_preferred_output: [assistant("b")],
    },
    { kind: "comparison", ...said },
  ],
  ["ms-swift", { messages: [user("q"), assistant("a")], rejected_response: "b" }, { kind: "comparison", ...said }],
  [
    "ms-swift",
    { messages: [user("q"), assistant("a")], rejected_messages: [user("q"), assistant("b")] },
    { kind: "comparison", ...said },
  ],
  [
    "ms-swift-query",
    { system: "s", query: "q", response: "a", rejected_response: "b", history: [["q0", "a0"]] },
    {
      kind: "comparison",
      ...said,
      prompt: [{ role: "system", content: "s" }, user("q0"), assistant("a0"), user("q")],
    },
  ],
  [
    "llamafactory-kto",
    { instruction: "q", input: "", output: "a", kto_tag: false },
    { kind: "response", prompt: "q", response: "a", correct: false },
  ],
  [
    "llamafactory-sharegpt-kto",
    {
      conversations: [
        { from: "human", value: "q" },
        { from: "gpt", value: "a" },
      ],
      kto_tag: true,
    },
    { kind: "response", prompt: [user("q")], response: [assistant("a")], correct: true },
  ],
  [
    "llamafactory-outputs",
    { instruction: "q", input: "i", output: ["a", "b"] },
    { kind: "comparison", ...text, prompt: "q\ni" },
  ],
  [
    "two-answers",
    {
      question_id: "x",
      model_a: "m",
      model_b: "n",
      winner: "model_b",
      conversation_a: [user("q"), assistant("b")],
      conversation_b: [user("q"), assistant("a")],
      turn: 1,
      language: "English",
    },
    { kind: "comparison", ...said },
  ],
  [
    "two-answers",
    { instruction: "q", response_1: "b", response_2: "a", preferred: 2 },
    { kind: "comparison", ...text },
  ],
  [
    "two-answers",
    { prompt: "q", response_a: "a", response_b: "b", winner: "tie (bothbad)" },
    { kind: "undecided", why: NO_WINNER },
  ],
  ["named-pair", { system: "", question: "q", chosen: "a", rejected: "b" }, { kind: "comparison", ...text }],
  [
    "named-pair",
    { instruction: "q", chosen_response: "a", rejected_response: "b", chosen_avg_rating: 5, rejected_avg_rating: 2 },
    { kind: "comparison", ...text },
  ],
  [
    "named-pair",
    { conversation: [user("q")], chosen: assistant("a"), rejected: assistant("b") },
    { kind: "comparison", ...said },
  ],
  [
    "rated-answers",
    {
      prompt: "\n\nHuman: q\n\nAssistant: ",
      answers: [
        { answer: "b", model: "m", rank: 2 },
        { answer: "a", model: "n", rank: 1 },
      ],
      turns: 1,
    },
    { kind: "comparison", ...said },
  ],
  [
    "rated-answers",
    { instruction: "q", generations: ["c", "b", "a"], ratings: [3, 1, 5], generation_model: ["x", "y", "z"] },
    { kind: "comparison", ...text, margin: 4 },
  ],
];
