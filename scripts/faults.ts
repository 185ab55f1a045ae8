/**
 * `npm run test:faults`: every part of the fault suite, then its tables. Arguments after `--`: inputs, seed, part, and points at
 * which work is broken off.
 */
import "core-js/actual/iterator/index.js";
// Before jax-js, which would wait for its threads at every kernel of the tiny models.
import "../src/worker/one-thread.ts";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LongRun, tryLongRuns } from "../src/testing/faults/long-runs.ts";
import { parts } from "../src/testing/faults/parts.ts";
import { SEED } from "../src/testing/faults/seed.ts";
import { tryWrites, type WritesTried } from "../src/testing/faults/storage-writes.ts";
import type { DyingTried } from "../src/testing/faults/try-dying.ts";
import { type Tried, tryInputs } from "../src/testing/faults/try-inputs.ts";
import { run } from "./run.ts";

const [inputs = "100000", seed = `${SEED}`, only = "", points = "20"] = process.argv.slice(2);
const SHOWN = 5;
/** Steps of a long training. */
const LONG = 5000;

const generated: Tried[] = [];
for (const part of parts.filter(({ name }) => name.includes(only))) {
  console.log(`${part.name}: ${inputs} generated inputs, seed ${seed}`);
  const tried = await tryInputs(part, Number(inputs), Number(seed));
  for (const { place, what, input } of tried.faults.slice(0, SHOWN)) {
    console.log(`  fault at input ${place ?? "kept"}: ${what}\n    ${JSON.stringify(input).slice(0, 1500)}`);
  }
  generated.push(tried);
}
const written: WritesTried[] = "storage".includes(only) ? await tryWrites() : [];
for (const { story, faults } of written) for (const fault of faults) console.log(`${story}: ${fault}`);
const long: LongRun[] = "long runs".includes(only) ? await tryLongRuns(LONG) : [];
const tabs = "tab".includes(only) ? await tabsThatSleep() : { tried: [], code: 0 };
const dying = "dying work".includes(only) ? await workThatDies() : { tried: [], code: 0 };

show(
  ["generated inputs", "tried", "accepted", "refused", "slowest", "faults"],
  generated.map(({ name, accepted, refused, slowest, faults }) => {
    const tried = accepted + refused + faults.length;
    return [name, tried, accepted, refused, `${Math.round(slowest)} ms`, faults.length];
  }),
);
show(
  ["storage", "writes", "points", "survived"],
  written.map(({ story, writes, points, faults }) => [story, writes, points, points - faults.length]),
);
show(
  ["work", "broken off", "points", "survived"],
  dying.tried.map(({ work, death, points, survived }) => [work, death, points, survived]),
);
show(
  ["a training whose tab", "points", "survived"],
  tabs.tried.map(({ trouble, points, survived }) => [trouble, points, survived]),
);
show(
  ["long runs", "found", "faults"],
  long.map(({ what, found, faults }) => [what, found, faults.join("; ") || "none"]),
);
const failed = dying.code !== 0 || tabs.code !== 0 || long.some(({ faults }) => faults.length > 0);
process.exitCode = failed || [...generated, ...written].some(({ faults }) => faults.length > 0) ? 1 : 0;

/** In a browser, whose workers and GPUs these are. */
async function workThatDies(): Promise<{ tried: DyingTried[]; code: number }> {
  const folder = mkdtempSync(join(tmpdir(), "icrm-faults-"));
  const report = join(folder, "report.json");
  const test = ["src/testing/faults/dying-work.browser.test.ts", "--reporter=default", "--reporter=json"];
  const env = { VITE_FAULT_POINTS: points, VITE_FAULT_SEED: seed };
  const code = await run("vitest", ["run", "--project", "browser", ...test, `--outputFile.json=${report}`], env);
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  rmSync(folder, { recursive: true });
  const results = testResults as { assertionResults: { meta?: { tried?: DyingTried[] } }[] }[];
  return { code, tried: results.flatMap((one) => one.assertionResults).flatMap(({ meta }) => meta?.tried ?? []) };
}

interface TabTried {
  trouble: string;
  points: number;
  survived: number;
}

/** On the playground as `npm run build` left it. */
async function tabsThatSleep(): Promise<{ tried: TabTried[]; code: number }> {
  const folder = mkdtempSync(join(tmpdir(), "icrm-faults-"));
  const report = join(folder, "report.json");
  const env = { FAULT_POINTS: points, FAULT_SEED: seed, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const code = await run("playwright", ["test", "e2e/faults", "--reporter=list,json", "--retries=0"], env);
  const text = readFileSync(report, "utf8");
  rmSync(folder, { recursive: true });
  const tried = (JSON.parse(text) as PlaywrightReport).suites
    .flatMap(({ specs }) => specs)
    .flatMap(({ tests }) => tests)
    .flatMap(({ annotations }) => annotations)
    .filter(({ type }) => type === "tried")
    .map(({ description }) => JSON.parse(description) as TabTried);
  return { tried, code };
}

interface PlaywrightReport {
  suites: { specs: { tests: { annotations: { type: string; description: string }[] }[] }[] }[];
}

function show(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const table = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${table.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")).join("\n")}`);
}
