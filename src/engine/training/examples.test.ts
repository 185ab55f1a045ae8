import { describe, expect, test } from "vitest";
import { readTrainingRecords } from "../data/read-records.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { tokeniseExamples } from "./examples.ts";
import { type Example, type Response, responsesOf } from "./pairs.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(128));
const PROMPT = "Mia has 14 apples. She buys 3 bags of 6 apples. How many apples does Mia have now?";
const STEPS = ["3 * 6 = 18;", "14 + 18 = 33;", "answer 33"];
const RIGHT = "3 * 6 = 18; 14 + 18 = 32; answer 32";

const file = (...records: object[]) => new Blob([records.map((record) => `${JSON.stringify(record)}\n`).join("")]);
const examplesOf = async (...records: object[]) =>
  tokeniseExamples(await readTrainingRecords(file(...records), "steps.jsonl", "steps"), {
    tokenizer,
    contextLength: 128,
    world: wordProblems,
  });
/** What stands before the end of every step, with what is said of it. */
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
    expect(responsesOf(response)).toEqual([response]);
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
    const [chosen, rejected] = responsesOf(example as Example).map(stepsOf);
    expect(chosen?.map(([, right]) => right)).toEqual([true, true, true]);
    expect(rejected?.map(([, right]) => right)).toEqual([true, false, false]);
    expect(rejected?.[1]?.[0]).toBe("3 * 6 = 18; 14 + 18 = 33;");
  });
});

describe("refused, by name:", () => {
  test.each([
    [
      "a pair about something else",
      [{ prompt: "How many apples?", chosen: "answer 1", rejected: "answer 2" }],
      /pair 1.*stepwise data/s,
    ],
    [
      "a blank step",
      [{ ...shapes["TRL, stepwise"], completions: [STEPS[0], " ", STEPS[2]] }],
      /no text.*record 1, step 2/s,
    ],
    [
      "steps mixed with pairs",
      [shapes.ProcessBench, { prompt: PROMPT, chosen: RIGHT, rejected: "answer 1" }],
      /mixes.*line 2/s,
    ],
  ])("%s", async (_, records, message) => {
    await expect(examplesOf(...records)).rejects.toThrow(message);
  });

  test("steps that give no label", () => {
    const labels = [null, true, null];
    const record = { kind: "steps", prompt: PROMPT, steps: STEPS, labels, correct: null } as const;
    const reader = { tokenizer, contextLength: 128, world: null };
    expect(() => tokeniseExamples([record], reader)).toThrow(/not known of any step.*record 1/s);
  });
});
