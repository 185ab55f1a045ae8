import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { icrm, icrmJson, temporaryFolder } from "../testing/cli.ts";
import { lawCells } from "./reproduce/law.ts";
import { rewardMetrics } from "./reproduce/metrics.ts";
import { cellsOf, choosers, quickPlan } from "./reproduce/plan.ts";
import type { Results } from "./reproduce/reproduce.ts";

const folder = temporaryFolder();
const [runs, out] = [join(folder, "runs"), join(folder, "results")];
const command = ["reproduce", "--quick", "--workers", "1", "--runs", runs, "--out", out];

// Runs the whole command at once: some dozen trainings of a step or two and a few alignments, with all measurements.
test("a quick run fills every cell of the tables, and goes on from what is finished", {
  timeout: 600_000,
}, async () => {
  const results = (await icrmJson(...command)) as Results;
  expect(results.cells.map(({ cell }) => cell)).toEqual(cellsOf(quickPlan));
  for (const { cell, models, summary } of results.cells) {
    expect(models).toHaveLength(quickPlan.seeds.length * cell.variants.length);
    expect(summary.map(({ contender }) => contender)).toEqual(cell.variants);
    for (const { mean } of summary) {
      for (const { id } of rewardMetrics) expect(mean[id]?.count, id).toBe(quickPlan.seeds.length);
    }
  }
  const { groups, base } = results.alignment;
  for (const { policies } of groups) expect(policies).toHaveLength(quickPlan.alignment.seeds.length * choosers.length);
  // A policy that is tuned on the verifier's choices has no pair that the verifier disagrees with.
  for (const { chooser, figures } of groups.flatMap(({ policies }) => policies)) {
    if (chooser === "verifier" && figures.agreement !== null) expect(figures.agreement).toBe(1);
  }
  expect(base.mean.goldSampled?.value).toSatisfy(Number.isFinite);
  // Two figures compared with GRM and with uniform weights, at every value of every dial.
  expect(results.law).toHaveLength(4 * lawCells(quickPlan).length);
  expect(results.answers.every(({ sentences }) => sentences.length > 0)).toBe(true);

  // Every figure has baselines, each with its interval.
  const bestOf16 = (name: string) =>
    results.baselines.find((row) => row.name === name)?.mean.bestOf16?.value ?? Number.NaN;
  expect(bestOf16("pass@N, the ceiling")).toBeGreaterThanOrEqual(bestOf16("majority vote"));
  expect(bestOf16("pass@N, the ceiling")).toBeGreaterThanOrEqual(bestOf16("a random pick"));
  // Rewards equal to the exact value break no bound.
  const exact = results.baselines.find(({ name }) => name === "exact value V*");
  expect(exact?.mean.beyondBoundEnds?.value).toBe(0);
  const dull = [...results.baselines, ...results.cells.flatMap(({ finalReward }) => finalReward)];
  for (const { id, range } of rewardMetrics) {
    const measured = dull.flatMap(({ mean }) => (mean[id] ? [mean[id]] : []));
    expect(measured.length, id).toBeGreaterThan(0);
    for (const { value, low, high } of measured) {
      expect(low, id).toBeLessThanOrEqual(value);
      expect(high, id).toBeGreaterThanOrEqual(value);
      expect(range[0] <= low && high <= range[1], id).toBe(true);
    }
  }

  const page = await readFile(join(out, "README.md"), "utf8");
  for (const { question, sentences } of results.answers) {
    for (const text of [question, ...sentences]) expect(page).toContain(text);
  }
  for (const { name } of results.baselines) expect(page).toContain(`| ${name} | `);
  expect(page).toMatch(/read together, so p is\nadjusted by Holm's correction/);
  for (const [, file] of page.matchAll(/\]\(([^)]+\.svg)\)/g)) {
    expect(await readFile(join(out, file as string), "utf8")).toContain("<svg");
  }

  const again = await icrm(...command, "--json");
  expect(JSON.parse(again.stdout)).toEqual(results);
  // Nothing was computed: nothing is told.
  expect(again.stderr).not.toContain("seed0");
});
