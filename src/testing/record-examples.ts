import type { JsonObject } from "../engine/checkpoint/json.ts";
import type { DataRecord } from "../engine/data/record.ts";
import type { ShapeId, Undecided } from "../engine/data/shapes/index.ts";
import type { Message } from "../engine/tokenizer/conversation.ts";

const user = (content: string): Message => ({ role: "user", content });
const assistant = (content: string): Message => ({ role: "assistant", content });
const said = { prompt: [user("q")], chosen: [[assistant("a")]], rejected: [[assistant("b")]] };
const text = { prompt: "q", chosen: ["a"], rejected: ["b"] };
/** One record of every shape, as its source writes it, and what it says. */
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
    { kind: "undecided", why: "both ratings are equal" },
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
];
