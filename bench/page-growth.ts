import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { formatJsonLines } from "../src/engine/data/json-lines.ts";
import { testRun } from "../src/testing/runs.ts";
import type { Benchmark } from "./benchmark.ts";
import { withFreshProfile } from "./browser.ts";
import { counted, type Figure, measured } from "./figures.ts";

const VISITS = 5;

/** Measures what a person with much stored in this browser waits for. */
export const pageGrowth: Benchmark = {
  name: "page-growth",
  about: `Pages of lists in Chromium, visited ${VISITS} times: from navigation to the first row drawn, and the longest task until the page rests. Data with one set of so many records, Runs with so many runs kept. Chromium reports tasks of 50 ms and more; 0 is below.`,
  async run({ site }) {
    const { address } = await site();
    const figures: Figure[] = [];
    for (const records of [10, 1000, 100_000]) {
      figures.push(...(await withFreshProfile((context) => dataPage(context, address, records))));
    }
    for (const runs of [10, 100, 1000]) {
      figures.push(...(await withFreshProfile((context) => runsPage(context, address, runs))));
    }
    return figures;
  },
};

async function dataPage(context: BrowserContext, address: string, records: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "icrm-bench-records-"));
  try {
    const file = join(folder, "pairs.jsonl");
    await writeFile(file, formatJsonLines(Array.from({ length: records }, (_, i) => invented(i))));
    const page = await context.newPage();
    await page.goto(`${address}#/data`);
    await page.getByLabel("Open a file").setInputFiles(file);
    await page.getByRole("button", { name: "Import", exact: true }).click({ timeout: 120_000 });
    await page.getByTestId("row").first().waitFor({ timeout: 300_000 });
    await page.waitForURL(/[?&]data=/);
    const shown = page.url();
    await page.close();
    return visits(context, shown, '[data-testid="row"] td + td', `Data, ${records} records`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function invented(i: number) {
  const prompt = `Question ${i}: Mia has ${i % 90} apples and buys ${i % 7} more. How many apples does she have now?`;
  const answer = (sum: number) => `She has ${i % 90} + ${i % 7} = ${sum} apples. The answer is ${sum}.`;
  return { prompt, chosen: answer((i % 90) + (i % 7)), rejected: answer((i % 90) + (i % 7) + 1) };
}

async function runsPage(context: BrowserContext, address: string, count: number): Promise<Figure[]> {
  const page = await context.newPage();
  await page.goto(`${address}#/runs`);
  await page.getByText("No runs yet.").waitFor();
  const runs = Array.from({ length: count }, (_, i) =>
    testRun({ id: `run-${i}`, name: `Run ${i}`, createdAt: Date.UTC(2025, 0, 1) + 60_000 * i }),
  );
  await page.evaluate(putRuns, runs);
  await page.close();
  return visits(context, `${address}#/runs`, '[data-testid="run"]', `Runs, ${count} kept`);
}

/** Runs in the page: puts records where the playground keeps its runs. */
async function putRuns(runs: readonly object[]): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("icrm-playground");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const change = database.transaction("runs", "readwrite");
  for (const run of runs) change.objectStore("runs").put(run);
  await new Promise<void>((resolve, reject) => {
    change.oncomplete = () => resolve();
    change.onerror = () => reject(change.error);
  });
  database.close();
}

async function visits(context: BrowserContext, address: string, row: string, name: string): Promise<Figure[]> {
  const drawn: number[] = [];
  const longest: number[] = [];
  // The first visit fills the browser's caches of compiled code.
  for (let visit = -1; visit < VISITS; visit++) {
    const page = await context.newPage();
    await page.addInitScript(watch, row);
    await page.goto(address);
    const seen = await drawnAt(page);
    await page.waitForTimeout(1500);
    const task = await page.evaluate(() => (globalThis as unknown as Watching).longest);
    await page.close();
    if (visit < 0) continue;
    drawn.push(seen);
    longest.push(task);
  }
  return [
    measured(`${name}, first row`, drawn, "ms"),
    counted(`${name}, longest task`, Math.round(Math.max(...longest)), "ms"),
  ];
}

async function drawnAt(page: Page): Promise<number> {
  const mark = await page.waitForFunction(() => performance.getEntriesByName("row")[0]?.startTime, null, {
    timeout: 60_000,
  });
  return (await mark.jsonValue()) as number;
}

interface Watching {
  longest: number;
}

/** Runs in the page before its first script: marks the frame of the first row, and records the longest task. */
function watch(row: string): void {
  const page = globalThis as unknown as Watching;
  page.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.longest = Math.max(page.longest, duration);
  }).observe({ type: "longtask" });
  const observer = new MutationObserver(() => {
    if (!document.querySelector(row)) return;
    observer.disconnect();
    requestAnimationFrame(() => performance.mark("row"));
  });
  observer.observe(document, { subtree: true, childList: true });
}
