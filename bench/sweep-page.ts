import { Buffer } from "node:buffer";
import type { BrowserContext, Page } from "playwright";
import type { Benchmark } from "./benchmark.ts";
import { withFreshProfile } from "./browser.ts";
import { counted, type Figure } from "./figures.ts";
import { syntheticSweep } from "./synthetic-sweep.ts";
import { timed } from "./timing.ts";

const TRIALS = 2000;

/** Longest allowed task in milliseconds. Chromium reports tasks of 50 ms and more; shorter ones are not noticed. */
const FLUID = { atMost: 100 };

/** Measures the Sweep page with the largest number of trials that it is made for. */
export const sweepPage: Benchmark = {
  name: "sweep-page",
  about: `The Sweep page in Chromium with ${TRIALS} trials of five fields: until they are there, and the page's longest task while a person points, brushes and sorts; 0 is below 50 ms.`,
  async run({ site }) {
    const { address } = await site();
    return withFreshProfile((context) => watched(context, address));
  },
};

async function watched(context: BrowserContext, address: string): Promise<Figure[]> {
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(`${address}#/sweep?device=wasm`);
  const input = page.locator('input[type="file"]').first();
  await input.waitFor({ state: "attached" });
  const buffer = Buffer.from(JSON.stringify(syntheticSweep(TRIALS)));
  const opening = await timed(async () => {
    await input.setInputFiles({ name: "sweep.json", mimeType: "application/json", buffer });
    await page.getByTestId("trial").first().waitFor();
  });
  await settled(page);
  return [
    counted(`${TRIALS} trials: from the file to the table`, opening / 1000, "s"),
    counted("longest task while opening", await longestTask(page), "ms"),
    counted("longest task while pointing at lines", await after(page, pointAtLines), "ms", FLUID),
    counted("longest task while brushing an axis", await after(page, brush), "ms", FLUID),
    counted("longest task while sorting the table", await after(page, sort), "ms", FLUID),
  ];
}

async function after(page: Page, act: (page: Page) => Promise<void>): Promise<number> {
  await act(page);
  await settled(page);
  return longestTask(page);
}

async function pointAtLines(page: Page): Promise<void> {
  const plot = page.getByRole("img", { name: /^A line for each of/ });
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (!box) throw new Error("The parallel coordinates are not there");
  for (let i = 0; i < 60; i++) {
    await page.mouse.move(box.x + ((i + 1) * box.width) / 62, box.y + 0.2 * box.height + 5 * ((7 * i) % 20));
  }
}

async function brush(page: Page): Promise<void> {
  const from = page.getByRole("slider", { name: "heldout/accuracy, brushed from" });
  await from.focus();
  for (let i = 0; i < 30; i++) await from.press("ArrowRight");
}

async function sort(page: Page): Promise<void> {
  const heading = page.getByRole("columnheader", { name: /^Learning rate/ }).getByRole("button");
  for (let i = 0; i < 2; i++) await heading.click();
}

/** Waits until all work that was triggered is done. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(1500);
}

function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => Math.round(Math.max(0, ...(globalThis as unknown as Watching).tasks.splice(0))));
}

interface Watching {
  tasks: number[];
}

/** Runs in the page before its first script: records long tasks. */
function watch(): void {
  const page = globalThis as unknown as Watching;
  page.tasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.tasks.push(duration);
  }).observe({ type: "longtask" });
}
