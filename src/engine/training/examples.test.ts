import { describe, expect, test } from "vitest";
import { omissionText } from "../data/left-out.ts";
import { readTrainingRecords } from "../data/read-records.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { tokeniseExamples } from "./examples.ts";
import { type Example, exampleResponses, type Response } from "./pairs.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(128));
const PROMPT =
  "Party: (a) Leo has 3 plates of 3 nuts. (b) Mia gives him 4 nuts. (c) He loses 2 nuts. (d) How many nuts does he have now?";
const OTHER = PROMPT.replace("4 nuts", "5 nuts");
const STEPS = ["(a) 3 * 3 = 9;", "(b) 9 + 4 = 14;", "answer 14"];
const RIGHT = "(a) 3 * 3 = 9; (b) 9 + 4 = 13; (c) 13 - 2 = 11; answer 11";

const file = (...records: object[]) => new Blob([records.map((record) => `${JSON.stringify(record)}\n`).join("")]);
const reader = { tokenizer, contextLength: 128, world: wordProblems };
const read = async (...records: object[]) => {
  const { records: found } = await readTrainingRecords(file(...records), "steps.jsonl", "steps");
  return tokeniseExamples(found, reader, "steps.jsonl");
};
const examplesOf = async (...records: object[]) => (await read(...records)).examples;
/** The text before the end of every step, with the step's label. */
const stepsOf = ({ ids, responseStart, steps }: Response) =>
  steps?.map(({ end, right }) => [tokenizer.decode(ids.slice(responseStart, responseStart + end + 1)), right]);

const shapes = {
  "TRL, stepwise": { prompt: PROMPT, completions: STEPS, labels: [true, false, false], step_separator: " " },
  ProcessBench: { problem: PROMPT, steps: STEPS, label: 1, final_answer_correct: false },
  PRM800K: {
    question: { problem: PROMPT },
    label: {
      steps: [1, -1, -1].map((rating, i) => ({ completions: [{ text: STEPS[i], rating }], chosen_completion: 0 })),
    },
  },
};

describe("labelled steps become responses of their own", () => {
  test.each(Object.entries(shapes))("%s", async (shape, record) => {
    const [example] = await examplesOf(record);
    const response = example as Response;
    expect(exampleResponses(response)).toEqual([response]);
    const last = shape === "ProcessBench" ? null : false;
    const text = STEPS.join(" ");
    expect(stepsOf(response)).toEqual([
      [STEPS[0], true],
      [STEPS.slice(0, 2).join(" "), false],
      [text, last],
    ]);
    expect(response.ids.at(-1)).toBe(tokenizer.eosId);
  });

  test("pairs of the world are labelled by its verifier, chosen and rejected", async () => {
    const pair = { prompt: PROMPT, chosen: RIGHT, rejected: STEPS.join(" ") };
    const [example] = await examplesOf(pair);
    const [chosen, rejected] = exampleResponses(example as Example).map(stepsOf);
    expect(chosen?.map(([, right]) => right)).toEqual([true, true, true, true]);
    expect(rejected?.map(([, right]) => right)).toEqual([true, false, false]);
    expect(rejected?.[1]?.[0]).toBe("(a) 3 * 3 = 9; (b) 9 + 4 = 14;");
  });
});

const stepwise = shapes["TRL, stepwise"];

describe("left out, by line:", () => {
  const pair = { prompt: PROMPT, chosen: RIGHT, rejected: STEPS.join(" ") };

  test.each([
    [
      "a pair about something else",
      pair,
      { prompt: "How many apples?", chosen: "answer 1", rejected: "answer 2" },
      /^steps\.jsonl, line 2: steps without labels\. Nobody knows which steps/,
    ],
    [
      "a pair of the same tokens",
      pair,
      { prompt: PROMPT, chosen: RIGHT, rejected: RIGHT.replaceAll(" ", "  ") },
      /^steps\.jsonl, line 2: same tokens on both sides/,
    ],
    [
      "a blank step",
      stepwise,
      { ...stepwise, completions: [STEPS[0], " ", STEPS[2]] },
      /^steps\.jsonl, line 2, step 2: step without text/,
    ],
    [
      "steps that give no label",
      shapes.PRM800K,
      {
        question: { problem: OTHER },
        label: {
          steps: [null, 1, null].map((rating, i) => ({
            completions: [{ text: STEPS[i], rating }],
            chosen_completion: 0,
          })),
        },
      },
      /^steps\.jsonl, line 2: steps without labels\. For no step of the record/,
    ],
    [
      "steps that are too long",
      stepwise,
      { ...stepwise, completions: Array(40).fill(STEPS[0]), labels: Array(40).fill(true) },
      /^steps\.jsonl, line 2: too long/,
    ],
    [
      "steps that do not fit their shape",
      stepwise,
      { ...stepwise, labels: "right" },
      /^steps\.jsonl, line 2, field labels: malformed/,
    ],
  ])("%s", async (_, fine, bad, message) => {
    const { leftOut: unread } = await readTrainingRecords(file(fine, bad), "steps.jsonl", "steps");
    const { records, examples, leftOut } = await read(fine, bad);
    expect(examples).toEqual(await examplesOf(fine));
    expect(records).toHaveLength(1);
    expect([...unread.records, ...leftOut.records].map(omissionText)).toEqual([expect.stringMatching(message)]);
  });

  test("labels that contradict those of the same tokens, both of them", async () => {
    const spaced = { ...stepwise, prompt: PROMPT.replace(" ", "  "), labels: [false, false, false] };
    const other = { ...stepwise, prompt: OTHER };
    const { records, leftOut } = await read(stepwise, spaced, other);
    expect(records).toMatchObject([{ place: { number: 3 } }]);
    expect(leftOut.reasons).toEqual({ "contradictory labels": 2 });
  });
});

test("where no record is left, the first is named", async () => {
  const blank = { ...stepwise, completions: [STEPS[0], " ", STEPS[2]] };
  await expect(examplesOf(blank)).rejects.toThrow(/No record is left.*line 1, step 2.*no text/s);
});

test("steps mixed with pairs are refused", async () => {
  const records = [shapes.ProcessBench, { prompt: PROMPT, chosen: RIGHT, rejected: "answer 1" }];
  await expect(examplesOf(...records)).rejects.toThrow(/mixes.*line 2/s);
});
