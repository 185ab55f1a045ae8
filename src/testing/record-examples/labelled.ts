import { assistant, type RecordExample, user } from "./example.ts";

/** Records that label responses or steps. */
export const LABELLED_EXAMPLES: RecordExample[] = [
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
  [
    "icrm-outcome",
    { messages: [user("q"), assistant("a")], label: true },
    { kind: "response", prompt: [user("q")], response: [assistant("a")], correct: true },
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
];
