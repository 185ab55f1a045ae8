import { NO_WINNER } from "../../engine/data/shapes/winner.ts";
import { assistant, type RecordExample, said, text, user } from "./example.ts";

/** Records that compare answers, as training tools read them, and as people name the fields themselves. */
export const TOOL_EXAMPLES: RecordExample[] = [
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
    "trl-explicit",
    { system: "s", prompt: "q", chosen: "a", rejected: [assistant("b")] },
    { kind: "comparison", ...said, prompt: [{ role: "system", content: "s" }, user("q")] },
  ],
  [
    "trl-explicit",
    { prompt: [user("q")], chosen: [user("q"), assistant("a")], rejected: [user("q"), assistant("b")] },
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
