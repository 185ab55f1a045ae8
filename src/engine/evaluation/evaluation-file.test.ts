import { describe, expect, test } from "vitest";
import { exchangesOf } from "../data/exchange.ts";
import { omissionText } from "../data/left-out.ts";
import { readRecords } from "../data/read-records.ts";
import { PlaygroundError } from "../errors.ts";
import { readEvaluationFile } from "./evaluation-file.ts";

const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
const readText = (text: string, name: string) => readEvaluationFile(new Blob([text]), name);
const read = (...records: unknown[]) => readText(lines(...records), "data.jsonl");

const pair = { prompt: "q", chosen: "a", rejected: "b" };
const bench1 = { ...pair, chosen_model: "m", rejected_model: "n", subset: "hep-go", id: 1 };
const bench2 = {
  id: "tied:3",
  prompt: "q",
  chosen: ["a", "c"],
  rejected: ["b"],
  num_correct: 2,
  total_completions: 3,
  subset: "Ties",
};
const processBench = {
  id: "gsm8k-0",
  generator: "m",
  problem: "q",
  steps: ["s1", "s2"],
  final_answer_correct: false,
  label: 1,
};
const stepwise = { prompt: "q", completions: ["s1", "s2"], labels: [true, false] };

describe("records become responses and comparisons", () => {
  test("pairs", async () => {
    const { format, responses, comparisons, warnings } = await read(pair, { ...pair, prompt: "r" });
    expect(format).toBe("trl-explicit");
    expect(responses.map(({ response, where }) => [response, where])).toEqual([
      ["a", "data.jsonl, line 1, chosen"],
      ["b", "data.jsonl, line 1, rejected"],
      ["a", "data.jsonl, line 2, chosen"],
      ["b", "data.jsonl, line 2, rejected"],
    ]);
    expect(comparisons).toMatchObject([
      { chosen: [0], rejected: [1], subset: null },
      { chosen: [2], rejected: [3], subset: null },
    ]);
    expect(new Set(responses.map(({ problem }) => problem)).size).toBe(2);
    expect(warnings).toEqual([]);
  });

  test("several right and wrong responses make pairs of each with each", async () => {
    const solved = (solution: string, is_correct: boolean) => ({ solution, is_correct });
    const { comparisons, responses } = await read({
      question: "q",
      ground_truth: "1",
      small: solved("a", true),
      large: solved("b", true),
      other: solved("c", false),
    });
    expect(responses).toHaveLength(3);
    expect(comparisons).toMatchObject([
      { chosen: [0], rejected: [2] },
      { chosen: [1], rejected: [2] },
    ]);
  });

  test("RewardBench, also as one array", async () => {
    const { format, comparisons } = await read(bench1);
    expect(format).toBe("rewardbench-1");
    expect(comparisons).toMatchObject([{ chosen: [0], rejected: [1], subset: "hep-go", id: "1" }]);
    const array = await readText(JSON.stringify([bench1, { ...bench1, chosen: "c" }]), "data.json");
    expect(array.comparisons[1]).toMatchObject({ where: "data.json, element 2", chosen: [2], rejected: [3] });
  });

  test("RewardBench 2: answers stay together, both forms of a question of Ties are one problem", async () => {
    const reference = { ...bench2, id: "ref:3", chosen: ["a"], num_correct: 1, prompt: "r" };
    const { format, comparisons } = await read(bench2, reference);
    expect(format).toBe("rewardbench-2");
    expect(comparisons).toMatchObject([
      { chosen: [0, 1], rejected: [2], subset: "Ties", problem: "Ties 3" },
      { chosen: [3], rejected: [4], subset: "Ties", problem: "Ties 3" },
    ]);
  });

  test("ProcessBench and stepwise: steps are joined, their ends kept", async () => {
    const [first] = (await read(processBench)).responses;
    expect(first).toMatchObject({ response: "s1\n\ns2", correct: false, steps: { ends: [2, 6], firstWrong: 1 } });
    const [second] = (await read(stepwise)).responses;
    expect(second).toMatchObject({ response: "s1\ns2", correct: null, steps: { ends: [2, 5], firstWrong: 1 } });
    expect((await read({ ...stepwise, labels: [true, true] })).responses[0]?.steps?.firstWrong).toBe(-1);
  });

  test("a response with a verdict is one without comparisons", async () => {
    const { responses, comparisons } = await read({ prompt: "q", completion: "a", label: false });
    expect(responses).toMatchObject([{ response: "a", correct: false, steps: null }]);
    expect(comparisons).toEqual([]);
  });
});

test("records that prefer nothing are told, unless there are no others", async () => {
  const said = (content: string) => [
    { role: "user", content: "q" },
    { role: "assistant", content },
  ];
  const rated = (rating: number) => ({
    source: "x",
    conv_A: said("a"),
    conv_B: said("b"),
    conv_A_rating: 1,
    conv_B_rating: rating,
  });
  const { comparisons, warnings } = await read(rated(2), rated(1));
  expect(comparisons).toHaveLength(1);
  expect(warnings).toEqual([expect.stringMatching(/^1 of 2 records of data\.jsonl prefer nothing: /)]);
  await expect(read(rated(1))).rejects.toThrow(/no record that can be evaluated.*1 of 1 records/);
});

describe("refused with its place", () => {
  test.for([
    [
      "records of no shape alone",
      [{ question: "q", answer: "a" }],
      /No record is left.*line 1, field \(whole record\)/,
    ],
    ["blank steps alone", [{ ...stepwise, completions: ["s1", " "] }], /No record is left.*line 1, step 2.*no text/],
    [
      "mixed formats",
      [pair, bench1],
      /mixes formats.*line 2.*Expected TRL, explicit prompt, as in data\.jsonl, line 1, found RewardBench\./,
    ],
    [
      "an unknown subset",
      [bench1, { ...bench1, subset: "hep-cobol" }],
      /no such subset \(data\.jsonl, line 2, field subset\).*hep-rust.*found hep-cobol/,
    ],
    ["a subset of the other version", [{ ...bench1, subset: "Focus" }], /no such subset/],
    ["several right answers outside of Ties", [{ ...bench2, subset: "Math" }], /Math has one right answer.*found 2/],
    ["an id of Ties", [{ ...bench2, id: "3" }], /Ties.*line 1, field id.*tied:3, found 3/],
  ] as const)("%s", async ([, records, reason]) => {
    await expect(read(...records)).rejects.toThrow(PlaygroundError);
    await expect(read(...records)).rejects.toThrow(reason);
  });
});

test("one bad record among others is left out with its line", async () => {
  const field = await read(pair, { ...pair, chosen: 3 }, { question: "q", answer: "a" });
  expect(field.responses).toHaveLength(2);
  expect(field.leftOut.records.map(omissionText)).toEqual([
    expect.stringMatching(/^data\.jsonl, line 2, field chosen.*found 3/),
    expect.stringMatching(/^data\.jsonl, line 3/),
  ]);
  const blank = await read(stepwise, { ...stepwise, completions: ["s1", " "] });
  expect(blank.responses).toHaveLength(1);
  expect(blank.leftOut.records.map(omissionText)).toEqual([expect.stringMatching(/line 2, step 2: step without text/)]);
});

test("steps are joined as whoever wrote them joins them, here as where they are scored", async () => {
  for (const record of [processBench, stepwise]) {
    const scored = (await readRecords(new Blob([lines(record)]), "data.jsonl")).records;
    expect((await read(record)).responses.map(({ response }) => response)).toEqual(
      scored.flatMap((each) => exchangesOf(each.record)).map(({ response }) => response),
    );
  }
});
