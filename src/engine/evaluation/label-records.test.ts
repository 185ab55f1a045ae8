import { describe, expect, test } from "vitest";
import { byteTokenizers, CHAT_ML } from "../../testing/byte-tokenizers.ts";
import { omissionText } from "../data/left-out.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { withValues } from "./attach.ts";
import { readEvaluationFile } from "./evaluation-file.ts";
import { labelRecords } from "./label-records.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(128));
const PROMPT = "Farm: (a) Mia has 14 apples. (b) She gets 3 baskets of 6. (c) How many apples does she have now?";
const RIGHT = "(b) 3 * 6 = 18; (b) 14 + 18 = 32; answer 32";
const WRONG = "(b) 3 * 6 = 18; (b) 14 + 18 = 22; answer 22";

const label = async (records: readonly object[], contextLength = 128) => {
  const text = records.map((record) => JSON.stringify(record)).join("\n");
  const file = await readEvaluationFile(new Blob([text]), "data.jsonl");
  return labelRecords(file, { tokenizer, contextLength }, wordProblems);
};
/** The text up to and including a token of a response. */
const upTo = (ids: readonly number[], end: number) => tokenizer.decode(ids.slice(0, end + 1));

describe("labels", () => {
  test("of the embedded world are the verifier's", async () => {
    const { trajectories, comparisons, warnings } = await label([{ prompt: PROMPT, chosen: RIGHT, rejected: WRONG }]);
    expect(warnings).toEqual([]);
    expect(comparisons).toHaveLength(1);
    const [right, wrong] = trajectories;
    expect(right).toMatchObject({ correct: true, firstWrongStep: -1, problem: wordProblems.solve(PROMPT)?.id });
    expect(wrong).toMatchObject({ correct: false, firstWrongStep: 1, problem: right?.problem });
    expect(wrong?.stepEnds.map((end) => upTo(wrong.responseIds, end))).toEqual([
      "(b) 3 * 6 = 18;",
      "(b) 3 * 6 = 18; (b) 14 + 18 = 22;",
      "(b) 3 * 6 = 18; (b) 14 + 18 = 22; answer 22",
    ]);
    // The last step ends at the end of the response.
    expect(wrong?.stepEnds.at(-1)).toBe((wrong?.responseIds.length ?? 0) - 1);
    expect(right?.responseIds.at(-1)).toBe(tokenizer.eosId);
  });

  test("of a ProcessBench file are the file's", async () => {
    const steps = ["(b) 3 * 6 = 18;", "(b) 14 + 18 = 22;", "answer 22"];
    const [trajectory] = (await label([{ problem: PROMPT, steps, final_answer_correct: false, label: 1 }]))
      .trajectories;
    expect(trajectory).toMatchObject({ correct: false, firstWrongStep: 1 });
    expect(trajectory?.stepEnds).toEqual(
      (await label([{ prompt: PROMPT, chosen: WRONG, rejected: RIGHT }])).trajectories[0]?.stepEnds,
    );
  });

  test("of a conversation are its messages, shown as a transcript", async () => {
    const bytes = new Tokenizer(byteTokenizers.smollm2.json, {
      ...byteTokenizers.smollm2.config,
      chat_template: CHAT_ML,
    });
    const prompt = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "two?" },
    ];
    const said = { prompt, completion: [{ role: "assistant", content: "2" }], label: true };
    const file = await readEvaluationFile(new Blob([JSON.stringify(said)]), "data.jsonl");
    const [one] = labelRecords(file, { tokenizer: bytes, contextLength: 128 }, wordProblems).trajectories;
    expect(one).toMatchObject({ prompt: "System: Be brief.\n\nHuman: two?", response: "2", correct: true });
    expect(bytes.decode(one?.promptIds ?? [])).toBe("system\nBe brief.\nuser\ntwo?\nassistant\n");
  });

  test("where the world does not know the problem, nobody knows the steps, and it says so", async () => {
    const { trajectories, warnings } = await label([{ prompt: "Mia has apples.", chosen: RIGHT, rejected: WRONG }]);
    expect(trajectories[0]).toMatchObject({ correct: null, stepEnds: [], firstWrongStep: null });
    expect(warnings).toEqual([expect.stringMatching(/^2 responses answer no problem .*line 1, chosen; .*rejected\.$/)]);
  });

  test("steps that do not parse count as wrong and are told", async () => {
    const { trajectories, warnings } = await label([
      { prompt: PROMPT, chosen: RIGHT, rejected: "(b) 3 * 6; apples; answer 32" },
    ]);
    expect(trajectories[1]?.firstWrongStep).toBe(0);
    expect(warnings).toEqual([
      expect.stringMatching(/^2 steps are neither .* in 1 responses: data\.jsonl, line 1, rejected\.$/),
    ]);
  });
});

describe("one bad record", () => {
  const fine = { prompt: PROMPT, chosen: RIGHT, rejected: WRONG };
  const long = { prompt: PROMPT, chosen: RIGHT, rejected: `${WRONG}; ${WRONG}` };

  test.for([
    ["too long", long, /line 1, rejected.*at most 50 tokens, found \d+/],
    [
      "words the model does not know",
      { ...fine, rejected: "has wyvern; has dragon" },
      /line 1, rejected.*"wyvern", "dragon"/,
    ],
    ["same tokens on both sides", { ...fine, rejected: ` ${RIGHT}  ` }, /line 1: same tokens/],
  ] as const)("with %s is left out with what it is compared to, and named", async ([why, bad, text]) => {
    const { trajectories, comparisons, leftOut } = await label([bad, fine], 50);
    expect(trajectories.map(({ where }) => where)).toEqual([
      "data.jsonl, line 2, chosen",
      "data.jsonl, line 2, rejected",
    ]);
    expect(comparisons).toMatchObject([{ where: "data.jsonl, line 2", chosen: [0], rejected: [1] }]);
    expect(leftOut.reasons).toEqual({ [why]: 1 });
    expect(leftOut.records.map(omissionText).join()).toMatch(text);
  });

  test("whose tokens another calls wrong is left out with that other one", async () => {
    const said = (completion: string, is: boolean) => ({ prompt: PROMPT, completion, label: is });
    const { trajectories, leftOut } = await label([said(RIGHT, true), said(` ${RIGHT}`, false), said(WRONG, false)]);
    expect(trajectories.map(({ where }) => where)).toEqual(["data.jsonl, line 3"]);
    expect(leftOut.records.map(({ number, why }) => [number, why])).toEqual([
      [1, "contradictory labels"],
      [2, "contradictory labels"],
    ]);
  });

  test("whose labelled steps the chat template rewrites is left out, the others stay", async () => {
    const { json, config } = byteTokenizers.smollm2;
    const chat_template =
      "{% for m in messages %}<|im_start|>{{ m.content.split('</think>')[-1] }}<|im_end|>{% endfor %}";
    const bytes = new Tokenizer(json, { ...config, chat_template });
    const of = (...steps: string[]) =>
      JSON.stringify({ problem: "two?", steps, final_answer_correct: true, label: -1 });
    const lines = [of("<think>one</think>", "2"), of("1 + 1", "2")].join("\n");
    const file = await readEvaluationFile(new Blob([lines]), "data.jsonl");
    const { trajectories, leftOut } = labelRecords(file, { tokenizer: bytes, contextLength: 128 }, wordProblems);
    expect(trajectories.map(({ where }) => where)).toEqual(["data.jsonl, line 2"]);
    expect(leftOut.records).toMatchObject([{ number: 1, why: "refused by the chat template" }]);
  });

  test("is an error where nothing is left", async () => {
    await expect(label([long], 50)).rejects.toThrow(/No record is left.*too long.*at most 50 tokens.*\(data\.jsonl\)/);
  });
});

describe("measured values", async () => {
  const { trajectories } = await label([{ prompt: PROMPT, chosen: RIGHT, rejected: WRONG }]);
  const values = [{ position: -1, successes: 3, rollouts: 4 }];

  test("find their response by its text", async () => {
    const found = withValues(trajectories, [{ prompt: PROMPT, response: WRONG, values }], "values.jsonl");
    expect(found.map((each) => each.values)).toEqual([[], values]);
  });

  test("of other tokens are refused", async () => {
    const beyond = [{ position: 99, successes: 3, rollouts: 4 }];
    expect(() =>
      withValues(trajectories, [{ prompt: PROMPT, response: RIGHT, values: beyond }], "values.jsonl"),
    ).toThrow(/behind the end.*values\.jsonl.*line 1, chosen.*found 99/);
  });
});
