import { describe, expect, test } from "vitest";
import { FakeLM } from "../../testing/fake-lm.ts";
import { NOTHING_LEFT_OUT } from "../data/left-out.ts";
import { stepTokens } from "../data/step-tokens.ts";
import { makePairs, type WorldPair } from "../data/world-pairs/make-pairs.ts";
import { PAIR_DEFAULTS } from "../data/world-pairs/settings.ts";
import { classWriter } from "../data/world-pairs/writers.ts";
import type { ProcessRewards, PromptAndResponse } from "../reward/judge.ts";
import { wilsonInterval } from "../statistics/wilson.ts";
import { sequenceOf } from "../tokenizer/sequence.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import {
  CLASS_DEFAULTS,
  type Problem,
  type Split,
  wordProblems,
  worldTokenizerConfig,
  worldTokenizerJson,
} from "../world/index.ts";
import { readEvaluationFile } from "./evaluation-file.ts";
import { exactValues } from "./exact-values.ts";
import type { OpenedReward } from "./opened.ts";
import type { Cell, EvaluationReport } from "./report.ts";
import { type EvaluationMaterial, runEvaluation } from "./run-evaluation.ts";
import { exactRecord, type ValueRecord } from "./value-record.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(128));

/** The solution with a changed result in one of its steps and a wrong answer. */
function spoilt({ steps, answer }: Problem, place: number): string {
  const lines = steps
    .slice(0, place + 1)
    .map(({ left, op, right, result }, i) => `${left} ${op} ${right} = ${result + Number(i === place)}`);
  return [...lines, `answer ${answer + 1}`].join("; ");
}

const pairs = (split: Split, n: number) =>
  wordProblems.problems({ split, n, seed: 1 }).map((problem, i) => ({
    prompt: problem.prompt,
    chosen: problem.solution,
    rejected: spoilt(problem, i % problem.steps.length),
  }));
const fileOf = (records: readonly object[], name: string) =>
  readEvaluationFile(new Blob([records.map((record) => JSON.stringify(record)).join("\n")]), name);

/** A reward model that knows the truth: its reward falls from 2 to −2 at the end of the first wrong step. */
const knowing = {
  async processRewardsOf(records: readonly PromptAndResponse[]) {
    return records.map(({ promptIds, responseIds }): ProcessRewards => {
      const problem = wordProblems.solve(tokenizer.decode(promptIds));
      const { steps, firstWrongStep } = wordProblems.verify(problem, tokenizer.decode(responseIds));
      const end = (stepTokens(tokenizer, responseIds, steps)[firstWrongStep]?.to ?? Number.POSITIVE_INFINITY) - 1;
      return { prompt: 2, tokens: Float32Array.from(responseIds, (_, t) => (t < end ? 2 : -2)) };
    });
  },
};
const opened = (id: string, model: OpenedReward["model"] = knowing): OpenedReward => ({
  id,
  name: id,
  model,
  tokenizer,
  contextLength: 128,
  cache: new Map(),
});

/** A generator that gives every token the same chance except for one likelier token, so that probabilities differ. */
const lm = new FakeLM(
  (id) => Array.from({ length: tokenizer.vocabSize }, (_, next) => Number(next === (7 * id) % 40)),
  {
    contextLength: 128,
  },
);
const generator = { name: "generator", lm, tokenizer };

const testPairs = pairs("test", 20);
const material: EvaluationMaterial = {
  data: await fileOf(testPairs, "test.jsonl"),
  validation: await fileOf(pairs("validation", 20), "validation.jsonl"),
  values: [],
  training: [],
  models: [opened("knowing")],
  generator,
  world: wordProblems,
};
/** // Pairs written by the class. */
const classPairs: WorldPair[] = [];
const asked = { ...PAIR_DEFAULTS, writer: "class", split: "test", pairs: 20 } as const;
for await (const made of makePairs(wordProblems, classWriter(wordProblems, CLASS_DEFAULTS), asked)) {
  classPairs.push(...made);
}
const quick = { bootstrap: { resamples: 50, seed: 0 } };

function estimate(report: EvaluationReport, judge: string, metric: string) {
  const cell = report.cells[judge]?.[metric] as Cell;
  if ("missing" in cell) throw new Error(`${judge}, ${metric}: ${cell.missing}`);
  return cell.estimate;
}

describe("an evaluation", () => {
  test("of a reward model that knows reaches the top, beside baselines that do not", async () => {
    const { report, trajectories, comparisons } = await runEvaluation(material, quick);
    // No student writes the spoilt responses.
    expect(report.warnings).toEqual([expect.stringMatching(/^20 of 40 responses .* go on as no student/)]);
    expect(report.data).toMatchObject({
      problems: 20,
      trajectories: 40,
      comparisons: 20,
      validation: "validation.jsonl",
    });
    expect(report.judges.map(({ id }) => id)).toEqual([
      "knowing",
      "truth",
      "baseline:longer",
      "baseline:shorter",
      "baseline:likelier",
      "baseline:position",
      "knowing:final",
    ]);
    for (const id of ["pairs/accuracy", "process/f1", "process/drop-hit", "process/auroc", "process/auroc-within"]) {
      const { value, low, high } = estimate(report, "knowing", id);
      expect([value, high], id).toEqual([1, 1]);
      // An accuracy of 1 over at most twenty problems is not certain: the interval must not be narrower than Wilson's.
      expect(low, id).toBeLessThan(wilsonInterval(20, 20)[0] + 1e-9);
      expect(low, id).toBeGreaterThan(wilsonInterval(10, 10)[0]);
    }
    expect(estimate(report, "knowing", "process/brier").value).toBeLessThan(1e-6);
    // The final reward shows that something is wrong, but not where.
    expect(estimate(report, "knowing:final", "process/f1").value).toBeLessThan(0.7);
    expect(estimate(report, "knowing:final", "process/auroc-within").value).toBe(0.5);
    // Only the position changes at the end of a step; a length or a final reward stays the same.
    for (const [judge, moves] of Object.entries({ position: true, longer: false, shorter: false })) {
      const cell = report.cells[`baseline:${judge}`]?.["mechanism/token-correlation"] as Cell;
      expect("estimate" in cell, judge).toBe(moves);
      expect(estimate(report, `baseline:${judge}`, "mechanism/token-broken").value).toBe(0);
    }
    expect(estimate(report, "knowing:final", "mechanism/token-broken").value).toBe(0);
    // Wrong prefixes come after right ones, so position alone is perfect within a response.
    expect(estimate(report, "baseline:position", "process/auroc-within").value).toBe(1);
    expect(estimate(report, "baseline:position", "process/auroc").value).toBeLessThan(0.9);
    const [longer, shorter] = ["baseline:longer", "baseline:shorter"].map((judge) => ({
      wins: estimate(report, judge, "pairs/accuracy").value,
      ties: estimate(report, judge, "pairs/ties").value,
    }));
    expect((longer?.wins ?? 0) + (shorter?.wins ?? 0) + (longer?.ties ?? 0)).toBeCloseTo(1, 12);
    expect(longer?.ties).toBe(shorter?.ties);
    expect(trajectories[0]?.rewards.knowing?.tokens.length).toBe(trajectories[0]?.responseIds.length);
    expect(trajectories[0]?.q).toHaveLength(trajectories[0]?.responseIds.length ?? 0);
    expect(comparisons).toHaveLength(20);
  });

  test("has a cell for every judge and metric, with its interval and its records, or a reason", async () => {
    const { report, trajectories, comparisons } = await runEvaluation(material, quick);
    const reasons = new Set<string>();
    for (const { id: judge } of report.judges) {
      for (const { id, records, range } of report.metrics) {
        const cell = report.cells[judge]?.[id] as Cell;
        if ("missing" in cell) {
          reasons.add(cell.missing);
          continue;
        }
        const { value, low, high, count } = cell.estimate;
        expect(count, `${judge}, ${id}`).toBeGreaterThan(0);
        expect(low, `${judge}, ${id}`).toBeLessThanOrEqual(value);
        expect(high, `${judge}, ${id}`).toBeGreaterThanOrEqual(value);
        if (range) expect(range[0] <= low && high <= range[1], `${judge}, ${id}`).toBe(true);
        expect(Math.max(...cell.worst)).toBeLessThan((records === "comparison" ? comparisons : trajectories).length);
        expect(new Set(cell.worst).size).toBe(cell.worst.length);
      }
    }
    expect([...reasons].toSorted()).toEqual([
      "A reward has no sampling error.",
      "Exact values have no sampling error.",
      "Exact values have no sampling error: the ceiling is 1.",
      "The records do not give this figure.",
      "There are no wrong responses here.",
      "There is no response here with right steps before a wrong one.",
      "This figure needs right and wrong responses, and there is only one kind.",
      "This judge has nothing to say here.",
    ]);
  });

  test("with measured values has the truth as a judge, and the noise ceiling", async () => {
    const values = testPairs.flatMap(({ prompt, chosen, rejected }) =>
      [chosen, rejected].map((response): ValueRecord => {
        const { responseIds: ids } = sequenceOf(tokenizer, { prompt, response }, 128, "test");
        const { steps, firstWrongStep } = wordProblems.verify(wordProblems.solve(prompt), response);
        const ends = stepTokens(tokenizer, ids, steps).map((span) => (span?.to ?? 0) - 1);
        const right = (step: number) => firstWrongStep < 0 || step < firstWrongStep;
        return {
          prompt,
          response,
          values: [
            { position: -1, successes: 8, rollouts: 8 },
            ...ends.map((position, step) => ({ position, successes: right(step) ? 8 : 0, rollouts: 8 })),
          ],
        };
      }),
    );
    const { report } = await runEvaluation({ ...material, values: [{ name: "values.jsonl", records: values }] }, quick);
    expect(report.warnings).toEqual([]);
    expect(estimate(report, "truth", "process/auroc").value).toBe(1);
    // The judge's reward is the value, which is 1 or 0, and the roll-outs agree with it.
    expect(estimate(report, "truth", "values/pooled").value).toBeCloseTo(1, 12);
    expect(estimate(report, "knowing", "values/pooled").value).toBeCloseTo(1, 12);
    expect(estimate(report, "knowing:final", "values/pooled").value).toBeLessThan(0.9);
    expect(estimate(report, "truth", "mechanism/step-broken").value).toBeLessThan(1);
    expect(report.figures.knowing?.values).toHaveLength(values.reduce((sum, record) => sum + record.values.length, 0));
    // Thresholds need values of the validation responses.
    expect(report.cells.truth?.["process/f1"]).toMatchObject({ missing: /validation file/ });

    const some = await runEvaluation(
      { ...material, values: [{ name: "values.jsonl", records: values.slice(4) }] },
      quick,
    );
    expect(some.report.warnings).toEqual([expect.stringMatching(/^4 of 40 responses of test\.jsonl have no values/)]);
  });

  test("of the world's records has exact values at once, as the file of them would give", async () => {
    const none = { ...material, data: await fileOf(classPairs, "class.jsonl"), validation: null };
    const { report, trajectories } = await runEvaluation(none, quick);
    expect(report.data.values).toBe("exact");
    expect(report.judges.find(({ kind }) => kind === "truth")?.name).toBe("exact value V* of the class");
    expect(report.warnings).toEqual([]);
    for (const { values, responseIds, correct } of trajectories) {
      expect(values).toHaveLength(responseIds.length + 1);
      expect(values.at(-1)).toEqual({ position: responseIds.length - 1, value: Number(correct) });
    }
    const [low, high] = wilsonInterval(0, new Set(trajectories.map(({ problem }) => problem)).size);
    const broken = estimate(report, "truth", "mechanism/token-broken");
    expect(broken).toMatchObject({ value: 0, low });
    // With so many problems even a share of 0 has an upper bound above 0.
    expect(broken.high).toBeCloseTo(high, 12);
    const { judges, cells } = report;
    const read = trajectories.map(({ prompt, response, responseIds }) =>
      exactRecord(
        { prompt, response },
        exactValues(wordProblems, tokenizer, wordProblems.solve(prompt) as Problem, responseIds),
      ),
    );
    const again = await runEvaluation({ ...none, values: [{ name: "exact.jsonl", records: read }] }, quick);
    expect({ judges: again.report.judges, cells: again.report.cells }).toEqual({ judges, cells });

    const mixed = [...read.slice(1), { prompt: "p", response: "r", values: [] }];
    await expect(runEvaluation({ ...none, values: [{ name: "mixed.jsonl", records: mixed }] }, quick)).rejects.toThrow(
      /exact and others were measured/,
    );
    // No student of the class makes this mistake at the end.
    const slips = await runEvaluation({ ...none, data: await fileOf(testPairs, "slips.jsonl") }, quick);
    expect(slips.report.warnings).toEqual([expect.stringMatching(/^\d+ of 40 responses .* go on as no student/)]);
  });

  test("by mistake has the columns of the mistakes that are made", async () => {
    const { report, trajectories } = await runEvaluation(
      { ...material, data: await fileOf(classPairs, "class.jsonl"), validation: null },
      quick,
    );
    const made = new Set(trajectories.map(({ mistake }) => mistake));
    const columns = report.metrics.filter(({ group }) => group === "mistakes");
    expect(columns).toHaveLength(3 * (made.size - 1));
    for (const { id } of columns.filter((column) => column.id.endsWith("accuracy"))) {
      expect(estimate(report, "knowing", id).value).toBe(1);
    }
  });

  test("of a ProcessBench file measures steps by the labels of the file", async () => {
    const records = testPairs.flatMap(({ prompt, chosen, rejected }) =>
      [chosen, rejected].map((response) => {
        const { steps, correct, firstWrongStep } = wordProblems.verify(wordProblems.solve(prompt), response);
        const texts = steps.map(({ start, end }) => response.slice(start, end));
        return { problem: prompt, steps: texts, final_answer_correct: correct, label: firstWrongStep };
      }),
    );
    const { report } = await runEvaluation({ ...material, data: await fileOf(records, "steps.jsonl") }, quick);
    expect(report.data).toMatchObject({ format: "processbench", problems: 20, trajectories: 40, comparisons: 0 });
    expect(report.metrics.map(({ group }) => group)).not.toContain("pairs");
    for (const id of ["process/f1", "process/auroc"]) expect(estimate(report, "knowing", id).value, id).toBe(1);
    expect(estimate(report, "baseline:shorter", "process/f1").value).toBeLessThan(1);
  });

  test("without a generator shows the likelier all the same, and says what it lacks", async () => {
    const { report } = await runEvaluation({ ...material, generator: null }, quick);
    expect(report.judges.map(({ id }) => id)).toContain("baseline:likelier");
    const row = report.cells["baseline:likelier"] as Record<string, Cell>;
    for (const id of ["pairs/accuracy", "process/f1"]) {
      expect(row[id], id).toEqual({ missing: expect.stringContaining("no generator was given") });
    }
    expect(report.figures["baseline:likelier"]).toEqual({ pairs: null, process: null, values: null });
  });

  test("of records that say nothing rewards can be held against is refused", async () => {
    const data = await fileOf([{ prompt: "Mia has apples.", completion: "answer 3", label: true }], "labels.jsonl");
    await expect(runEvaluation({ ...material, generator: null, data }, quick)).rejects.toThrow(
      /nothing in the file.*labels\.jsonl/,
    );
  });

  test("of a RewardBench file shows its sections, and what is missing", async () => {
    const records = testPairs.map((pair) => ({ ...pair, chosen_model: "a", rejected_model: "b", subset: "math-prm" }));
    const data = await fileOf(records, "bench.jsonl");
    const { report } = await runEvaluation({ ...material, data }, quick);
    expect(estimate(report, "knowing", "rewardbench/Reasoning").value).toBe(1);
    expect(report.cells.knowing?.["rewardbench/overall"]).toMatchObject({ missing: /Chat, Chat Hard, Safety/ });
    expect(estimate(report, "baseline:shorter", "rewardbench/Reasoning").value).toBeLessThan(1);
    expect(report.warnings.join("\n")).toMatch(/lacks 22 of 23 subsets.*\n.*math-prm \(20 of 447\)/);
  });
});

describe("is refused or warned of", () => {
  test("data that overlap the training data, with the count", async () => {
    const training = [
      {
        name: "train.jsonl",
        prompts: testPairs.slice(0, 3).map(({ prompt }) => `${prompt} `.replaceAll(" ", "  ")),
        leftOut: NOTHING_LEFT_OUT,
      },
    ];
    const { report } = await runEvaluation({ ...material, training }, quick);
    expect(report.warnings).toEqual([
      expect.stringMatching(/^3 of the 20 problems are in the training data train\.jsonl/),
      expect.stringMatching(/go on as no student/),
    ]);
  });

  test("a validation file with problems of the evaluation file", async () => {
    const validation = await fileOf([...pairs("validation", 3), ...testPairs.slice(0, 2)], "validation.jsonl");
    await expect(runEvaluation({ ...material, validation })).rejects.toThrow(
      /shares problems.*validation\.jsonl.*found 2 of its 5/,
    );
  });

  test("a reward model or a generator of another vocabulary", async () => {
    const json = worldTokenizerJson();
    const { apples, ...others } = json.model.vocab as Record<string, number>;
    const swapped = { ...json, model: { ...json.model, vocab: { ...others, wyverns: apples } } };
    const other = new Tokenizer(swapped, worldTokenizerConfig(128));
    const stranger = { ...opened("stranger"), tokenizer: other };
    await expect(runEvaluation({ ...material, models: [opened("knowing"), stranger] })).rejects.toThrow(
      /stranger has another vocabulary than knowing/,
    );
    await expect(runEvaluation({ ...material, generator: { ...generator, tokenizer: other } })).rejects.toThrow(
      /generator has another vocabulary than knowing/,
    );
  });
});

test("an evaluation that is cancelled goes on with the rewards it has", async () => {
  const asked: number[] = [];
  const model = {
    processRewardsOf: (records: readonly PromptAndResponse[]) => {
      asked.push(records.length);
      return knowing.processRewardsOf(records);
    },
  };
  const models = [opened("knowing", model)];
  const controller = new AbortController();
  const stages: string[] = [];
  const cancelled = runEvaluation(
    { ...material, models },
    {
      ...quick,
      signal: controller.signal,
      onProgress: ({ stage, done }) => {
        stages.push(stage);
        if (stage === "figures" && done === 1) controller.abort();
      },
    },
  );
  await expect(cancelled).rejects.toThrow(/abort/);
  expect(new Set(stages)).toEqual(new Set(["probabilities", "rewards", "figures"]));
  const scored = asked.reduce((sum, count) => sum + count, 0);
  await runEvaluation({ ...material, models }, quick);
  expect(asked.reduce((sum, count) => sum + count, 0)).toBe(scored);
});
