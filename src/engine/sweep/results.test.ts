import { expect, test } from "vitest";
import { csvText, parseCsv } from "../csv.ts";
import { confirmationOf } from "./confirm.ts";
import { checkPlan } from "./plan.ts";
import { readSweep, sweepFile } from "./record.ts";
import { readResults } from "./results.ts";

const plan = checkPlan(
  {
    vary: { learningRate: { logRange: [1e-4, 1e-2] }, method: { choices: ["bt", "icrm"] }, rho: { range: [0.1, 0.5] } },
    ...{ base: { steps: 20 }, seeds: [0, 1], trials: 4 },
  },
  "space.json",
);

const runs = [0, 1].map((seed) => ({ seed, step: 20, seconds: 3, metrics: { "heldout/accuracy": 0.5 + seed / 4 } }));
const optuna = [
  ["number", "value", "params_learning_rate", "params_method", "params_rho", "user_attrs_results", "state"],
  [0, 0.625, 0.001, "icrm", 0.2, JSON.stringify(runs), "COMPLETE"],
  [1, "", 0.002, "bt", "", "", "FAIL"],
  [2, "", 0.003, "bt", "", "", "RUNNING"],
];

test("Optuna's table: a configuration a row, its seeds in a cell; what failed has failed, what runs is not there", () => {
  const { plan: own, trials } = readResults(csvText(optuna), plan, "optuna.csv");
  expect(own.listed).toEqual([
    { learningRate: 0.001, method: "icrm", rho: 0.2 },
    { learningRate: 0.002, method: "bt" },
  ]);
  expect(trials.map(({ configuration, seed, status }) => [configuration, seed, status])).toEqual([
    [0, 0, "finished"],
    [0, 1, "finished"],
    [1, 0, "failed"],
    [1, 1, "failed"],
  ]);
  expect(trials[1]).toMatchObject({ step: 20, metrics: { "heldout/accuracy": 0.75 } });
});

const wandb = [
  [
    "Name",
    "State",
    "Runtime",
    "learning_rate",
    "method",
    "rho",
    "seed",
    "eval/accuracy",
    "train/loss/icr",
    "train/global_step",
  ],
  ["swift-1", "finished", 12, 0.001, "icrm", 0.2, 0, 0.5, 1.5, 20],
  ["swift-2", "finished", 13, 0.001, "icrm", 0.2, 1, 0.75, 1.25, 20],
  ["swift-3", "crashed", 1, 0.002, "bt", "", 0, "", "", ""],
  ["swift-4", "running", 1, 0.004, "bt", "", 0, "", "", ""],
];

test("W&B's table: a run a row, seeds of one configuration together", () => {
  const { plan: own, trials } = readResults(csvText(wandb), plan, "wandb.csv");
  expect(own.listed).toHaveLength(2);
  expect(trials.map(({ configuration, seed, status }) => [configuration, seed, status])).toEqual([
    [0, 0, "finished"],
    [0, 1, "finished"],
    [1, 0, "failed"],
  ]);
  expect(trials[0]).toMatchObject({ seconds: 12, step: 20, metrics: { "heldout/accuracy": 0.5, "loss/icr": 1.5 } });
});

test("such a sweep is a file like any other, under the names that files have", () => {
  const record = readResults(csvText(optuna), plan, "optuna.csv");
  const written = JSON.parse(JSON.stringify(sweepFile(record)));
  expect(written.plan.listed[0]).toHaveProperty("learning_rate");
  expect(readSweep(written, "sweep.json")).toEqual(record);
});

test("nothing of this device is added to what ran elsewhere", () => {
  const record = readResults(csvText(optuna), plan, "optuna.csv");
  expect(() => confirmationOf(record, 0, 5)).toThrow(/ran elsewhere/);
  expect(confirmationOf({ ...record, plan }, 0, 2).seeds).toEqual([2, 3]);
});

test("what cannot be read is refused by file, row and column", () => {
  const changed = (row: number, column: number, value: string) =>
    csvText(optuna.map((cells, r) => cells.map((cell, c) => (r === row && c === column ? value : cell))));
  expect(() => readResults(changed(1, 2, "fast"), plan, "o.csv")).toThrow(/o\.csv, row 2, column learning_rate/);
  expect(() => readResults(changed(1, 2, "-1"), plan, "o.csv")).toThrow(/o\.csv, row 2, learningRate/);
  expect(() => readResults(changed(1, 5, "{"), plan, "o.csv")).toThrow(/row 2, column user_attrs_results/);
  expect(() => readResults("a,b\r\n1,2\r\n", plan, "o.csv")).toThrow(/no program whose sweeps are known.*o\.csv/s);
  expect(() => readResults(csvText(optuna.slice(0, 1)), plan, "o.csv")).toThrow(/holds no run/);
  const foreign = { ...plan, listed: [{ steps: 3 }] };
  expect(() => checkPlan(foreign, "sweep.json")).toThrow(/sweep\.json, listed\.0/);
});

test("columns have the names of files, or those of former packs", () => {
  const vary = { gradientAccumulationSteps: { choices: [1, 2] }, generatorTopP: { range: [0.5, 1] } };
  const wide = checkPlan({ base: {}, vary, seeds: [0], trials: 2 }, "space.json");
  for (const name of ["gradient_accumulation_steps", "accumulation"]) {
    const table = [
      [`params_${name}`, "params_generator_top_p", "user_attrs_results", "state"],
      [2, 0.75, JSON.stringify(runs.slice(0, 1)), "COMPLETE"],
    ];
    const { plan: own } = readResults(csvText(table), wide, "optuna.csv");
    expect(own.listed).toEqual([{ gradientAccumulationSteps: 2, generatorTopP: 0.75 }]);
  }
});

test("CSV comes back as it was written, whatever is in its cells", () => {
  const rows = [
    ["a", 'say "x", y', "two\nlines"],
    ["", "b", ""],
  ];
  expect(parseCsv(csvText(rows))).toEqual(rows);
  expect(parseCsv("a,b\n1,2")).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(() => parseCsv('a,b"c')).toThrow(SyntaxError);
});
