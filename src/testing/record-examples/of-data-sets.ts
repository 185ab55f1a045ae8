import { NO_WINNER } from "../../engine/data/shapes/winner.ts";
import { assistant, type RecordExample, said, text, user } from "./example.ts";

/** Records that compare answers, as published data sets write them. */
export const DATA_SET_EXAMPLES: RecordExample[] = [
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
];
