import { expect, test } from "vitest";
import { SWEEP_MATERIAL } from "../../testing/sweep-material.ts";
import { confirmationOf, confirmationTrials } from "./confirm.ts";
import { trialTable } from "./export.ts";
import { BASELINE, checkPlan, planned } from "./plan.ts";
import { checkSameMaterial, freshRecord, mergeSweeps, readSweep, type SweepRecord, withTrial } from "./record.ts";
import type { Trial } from "./trial.ts";

const plan = checkPlan(
  {
    vary: { rho: { choices: [0.25, 0.5], when: { method: ["icrm"] } }, method: { choices: ["bt", "icrm"] } },
    sampler: "grid",
    seeds: [0, 1],
  },
  "test",
);

function trial(configuration: number, seed: number, changes: Partial<Trial> = {}): Trial {
  return {
    configuration,
    seed,
    values: planned(plan)[configuration] ?? {},
    status: "finished",
    step: 4,
    seconds: 1.23456,
    metrics: { "heldout/accuracy": 0.5, loss: 1 },
    measurements: [{ step: 4, metrics: { "heldout/accuracy": 0.5 } }],
    pinned: { chosen: [0.1, 0.5], rejected: [0.1, -0.25] },
    error: null,
    ...changes,
  };
}
const failed = {
  status: "failed",
  metrics: {},
  measurements: [],
  pinned: null,
  error: { what: "Diverged, badly" },
} as const;

const of = (...trials: Trial[]): SweepRecord => trials.reduce(withTrial, freshRecord(plan));

test("a record is read as it was written, and a plan as a sweep nobody has begun", () => {
  const pinned = { prompt: "1 + 1?", chosen: ["2"], rejected: ["3"] };
  const hashes = { dataHash: "1", baseHash: "2", generatorHash: "3" };
  const material = { data: "a", base: "b", generator: "c", ...hashes, pinned };
  const record = { ...of(trial(1, 0), trial(0, 1), trial(2, 0, failed)), material };
  expect(readSweep(JSON.parse(JSON.stringify(record)), "sweep.json")).toEqual(record);
  expect(readSweep(JSON.parse(JSON.stringify(plan)), "space.json")).toEqual(freshRecord(plan));
  expect(() => readSweep({ format: "icrm-sweep/9" }, "sweep.json")).toThrow(
    /not a sweep this version can read.*sweep\.json, format/,
  );
});

test("a trial that is there twice, or is of no configuration of the plan, is refused; one of a longer plan is not", () => {
  const written = (...trials: Trial[]) => JSON.parse(JSON.stringify({ ...freshRecord(plan), trials }));
  expect(() => readSweep(written(trial(1, 0), trial(1, 0)), "s.json")).toThrow(/a trial twice.*s\.json, trials\.1/);
  const others = [trial(0, 0, { values: { method: "icrm" } }), trial(7, 0)];
  for (const other of others) {
    expect(() => readSweep(written(other), "s.json")).toThrow(/another plan.*s\.json, trials\.0/);
  }
  const shorter = { ...written(trial(0, 0), trial(2, 1)), plan: { ...plan, trials: 2 } };
  expect(readSweep(shorter, "s.json").trials).toHaveLength(2);
});

test("shards become one sweep, in order; a trial that failed in one of them counts where it did not", () => {
  const parts = [of(trial(2, 0), trial(0, 0, failed)), of(trial(1, 1), trial(0, 0))];
  const merged = mergeSweeps(parts.map((record, i) => ({ name: `shard ${i}`, record })));
  expect(merged).toEqual(of(trial(0, 0), trial(1, 1), trial(2, 0)));
  const other = { ...freshRecord({ ...plan, seed: 9 }) };
  expect(() =>
    mergeSweeps([
      { name: "a", record: of() },
      { name: "b", record: other },
    ]),
  ).toThrow(/different sweeps.*\(b\)/);
});

test("trials of other data or models are not mixed in", () => {
  expect(() => checkSameMaterial(null, SWEEP_MATERIAL, "here")).not.toThrow();
  expect(() => checkSameMaterial(SWEEP_MATERIAL, { ...SWEEP_MATERIAL, data: "moved" }, "here")).not.toThrow();
  expect(() =>
    checkSameMaterial(SWEEP_MATERIAL, { ...SWEEP_MATERIAL, generatorHash: "4", pinned: null }, "here"),
  ).toThrow(/other generator weights.*here/);
});

test("the table has a row a trial, with every field that varies and every metric", () => {
  expect(trialTable(of(trial(0, 0), trial(1, 0), trial(1, 1, failed)))).toEqual({
    header: [
      "configuration",
      "seed",
      "method",
      "rho",
      "status",
      "step",
      "seconds",
      "heldout/accuracy",
      "loss",
      "error",
    ],
    rows: [
      [0, 0, "bt", "", "finished", 4, 1.235, 0.5, 1, ""],
      [1, 0, "icrm", 0.25, "finished", 4, 1.235, 0.5, 1, ""],
      [1, 1, "icrm", 0.25, "failed", 4, 1.235, "", "", "Diverged, badly"],
    ],
  });
});

test("a confirmation runs the configuration and the base with seeds that nobody has used", () => {
  const record = of(trial(1, 0), trial(1, 1));
  const confirmation = confirmationOf(record, 1, 3);
  expect(confirmation).toEqual({ configuration: 1, seeds: [2, 3, 4] });
  const requests = confirmationTrials(record, confirmation);
  expect(requests.map(({ configuration, seed }) => [configuration, seed])).toEqual([
    [BASELINE, 2],
    [BASELINE, 3],
    [BASELINE, 4],
    [1, 2],
    [1, 3],
    [1, 4],
  ]);
  expect(requests[3]?.config).toMatchObject({ method: "icrm", rho: 0.25, seed: 2 });
  expect(requests[0]?.config).toEqual({ ...plan.base, seed: 2 });
});
