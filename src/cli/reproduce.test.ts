import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { icrm, icrmJson, temporaryFolder } from "../testing/cli.ts";
import { rewardMetrics } from "./reproduce/metrics.ts";
import { choosers, quickPlan, variants } from "./reproduce/plan.ts";
import type { Results } from "./reproduce/reproduce.ts";

const folder = temporaryFolder();
const [runs, out] = [join(folder, "runs"), join(folder, "results")];
const command = ["reproduce", "--quick", "--runs", runs, "--out", out];

// The whole path at once: a dozen trainings and eight alignments, with every measurement.
test("a quick run fills every cell of the tables, and goes on from what is finished", {
  timeout: 600_000,
}, async () => {
  const results = (await icrmJson(...command)) as Results;
  const [size] = results.sizes;
  expect(size?.models).toHaveLength(quickPlan.seeds.length * variants.length);
  expect(size?.summary.map(({ contender }) => contender)).toEqual(variants.map(({ id }) => id));
  expect(results.alignment.policies).toHaveLength(quickPlan.seeds.length * choosers.length);
  for (const { mean } of [...(size?.summary ?? []), ...results.alignment.summary]) {
    // Too few pairs for some figures, never for these.
    const shares = Object.values(mean).filter((estimate) => estimate !== null);
    expect(shares.length).toBeGreaterThanOrEqual(7);
    for (const { value, count } of shares) {
      expect(value).toSatisfy(Number.isFinite);
      expect(count).toBe(quickPlan.seeds.length);
    }
  }
  // A policy that learns from the verifier never has it against its pairs.
  for (const { chooser, figures } of results.alignment.policies) {
    if (chooser === "verifier") expect(figures.agreement).toBe(1);
  }
  // Dull baselines stand beside every figure, each with its interval.
  const bestOf16 = (name: string) =>
    results.baselines.find((row) => row.name === name)?.mean.bestOf16?.value ?? Number.NaN;
  expect(bestOf16("pass@N, the ceiling")).toBeGreaterThanOrEqual(bestOf16("majority vote"));
  expect(bestOf16("pass@N, the ceiling")).toBeGreaterThanOrEqual(bestOf16("a random pick"));
  const dull = [...results.baselines, ...(size?.finalReward ?? [])];
  for (const { id, range } of rewardMetrics) {
    const measured = dull.flatMap(({ mean }) => (mean[id] ? [mean[id]] : []));
    expect(measured.length, id).toBeGreaterThan(0);
    for (const { value, low, high } of measured) {
      expect(low, id).toBeLessThanOrEqual(value);
      expect(high, id).toBeGreaterThanOrEqual(value);
      if (range) expect(range[0] <= low && high <= range[1], id).toBe(true);
    }
  }
  expect(results.alignment.base.mean.goldSampled?.value).toSatisfy(Number.isFinite);

  const page = await readFile(join(out, "README.md"), "utf8");
  for (const { name } of variants) {
    expect(page).toContain(`| ${name} | `);
    expect(page).toContain(`| ${name}, final reward only | `);
  }
  for (const { name } of results.baselines) expect(page).toContain(`| ${name} | `);
  expect(page).toMatch(/read together, so p is\nadjusted by Holm's correction/);
  expect(await readFile(join(out, `accuracy-${quickPlan.sizes[0]}.svg`), "utf8")).toContain("<svg");

  const again = await icrm(...command, "--json");
  expect(JSON.parse(again.stdout)).toEqual(results);
  // Nothing was computed: nothing is told.
  expect(again.stderr).not.toContain("seed0");
});
