import { expect, test } from "vitest";
import { testRun } from "../testing/runs.ts";
import { brokenOff, isResumable, storedTraining } from "./stored-training.ts";
import { DEFAULT_SETTINGS, type SharedConfig, variantConfig } from "./train-settings.ts";
import { VARIANT_IDS, type VariantId } from "./train-variants.ts";

const shared: SharedConfig = { ...DEFAULT_SETTINGS.config, rho: 0.2, generatorTemperature: 1.5, seed: 3 };
const stored = (id: VariantId, config = shared) => testRun({ id: `run ${id}`, config: variantConfig(id, config) });

test("a training of any four variants is found again in its records", () => {
  for (let i = 0; i + 4 <= VARIANT_IDS.length; i++) {
    const variants = VARIANT_IDS.slice(i, i + 4);
    const { runs, settings } = storedTraining(variants.map((id) => stored(id))) ?? {};
    expect(runs).toEqual(Object.fromEntries(variants.map((id) => [id, `run ${id}`])));
    expect(settings?.variants).toEqual(variants);
    for (const id of variants) expect(variantConfig(id, settings?.config ?? shared)).toEqual(variantConfig(id, shared));
    expect([settings?.pairs, settings?.heldOut]).toEqual([512, 96]);
  }
});

test("runs go on with the base and the generator they were begun with", () => {
  const runs = [stored("grm"), stored("icrm")].map((run) => ({ ...run, base: "model:3", generator: "bt" }));
  expect(storedTraining(runs)?.settings).toMatchObject({ base: "model:3", generator: "bt" });
  expect(storedTraining([stored("bt"), { ...stored("icrm"), base: "model:3" }])).toBeNull();
});

test("runs that differ in more than their method are not trained side by side", () => {
  expect(storedTraining([stored("bt"), stored("icrm", { ...shared, seed: 4 })])).toBeNull();
  expect(storedTraining([stored("bt"), { ...stored("icrm"), pairs: 100 }])).toBeNull();
  expect(storedTraining([stored("bt"), { ...stored("icrm"), generator: "bt" }])).toBeNull();
  expect(storedTraining([stored("bt"), { ...stored("bt"), id: "another" }])).toBeNull();
  expect(storedTraining([])).toBeNull();
});

test("trainings that broke off are offered, unless another was begun since", () => {
  const run = (id: string, createdAt: number, updatedAt: number, status: "interrupted" | "finished" = "interrupted") =>
    testRun({ id, createdAt, updatedAt, status });
  const ids = (runs: Parameters<typeof brokenOff>[0]) =>
    brokenOff(runs).map((training) => training.map(({ id }) => id));
  // Two tabs trained at the same time; "past" broke off before they began.
  const runs = [run("b", 9, 12, "finished"), run("a", 9, 12), run("other tab", 7, 14), run("past", 3, 5)];
  expect(ids(runs)).toEqual([["a"], ["other tab"]]);
  expect(ids([run("later", 20, 21, "finished"), ...runs])).toEqual([]);
  expect(ids([])).toEqual([]);
});

test("a run without a snapshot goes on only where nothing of it would be lost", () => {
  expect(isResumable({ status: "interrupted", hasSnapshot: false })).toBe(true);
  expect(isResumable({ status: "stopped", hasSnapshot: false })).toBe(false);
  expect(isResumable({ status: "finished", hasSnapshot: false })).toBe(false);
});
