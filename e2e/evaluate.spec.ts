import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "@playwright/test";
import { formatJsonLines } from "../src/engine/data/json-lines.ts";
import { packRun } from "../src/storage/archive/pack.ts";
import { testMetrics, testRun } from "../src/testing/runs.ts";
import { tinyModel } from "../src/testing/tiny-models.ts";
import { tinyPairs } from "../src/testing/tiny-pairs.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels } from "./tiny-models.ts";

const PAIRS = 12;

/** Serves pairs of problems that the embedded files do not contain; only their number matters. */
async function servePairs(context: BrowserContext, test = tinyPairs(PAIRS, 1)): Promise<void> {
  const files: Record<string, ReturnType<typeof tinyPairs>> = {
    test,
    validation: tinyPairs(PAIRS, 2),
    train: tinyPairs(PAIRS, 3),
  };
  await context.route("**/data/preferences-*", (route) => {
    const [, name = ""] = /preferences-(\w+)/.exec(route.request().url()) ?? [];
    return route.fulfill({ body: gzipSync(formatJsonLines(files[name] ?? [])), contentType: "application/gzip" });
  });
}

test.beforeEach(async ({ context }) => {
  await serveTinyModels(context);
  await servePairs(context);
});

const judge = (page: Page, id: string) => page.locator(`[data-testid="judge"][data-of="${id}"]`);
const cell = (page: Page, id: string, metric: string) => judge(page, id).locator(`[data-metric="${metric}"]`);
const start = (page: Page) => page.getByRole("button", { name: "Evaluate", exact: true });
const selected = (page: Page) => page.getByRole("region", { name: "Selected figure" });

async function evaluate(page: Page, search = "device=wasm"): Promise<void> {
  await page.goto(`/#/evaluate?${search}`);
  await start(page).click({ timeout: 60_000 });
  await expect(judge(page, "icrm")).toBeVisible({ timeout: 90_000 });
}

/** The number in a progress text such as "… 128 of 1,200 …". */
function scoredIn(progress: string): number {
  return Number(/([\d,]+) of/.exec(progress)?.[1]?.replaceAll(",", ""));
}

test("judges by metrics, sorted, folded and walked; a figure leads to its records, a record to Explore", async ({
  page,
}) => {
  await evaluate(page);
  await expect(page.getByTestId("data")).toContainText(`test pairs · TRL, explicit prompt · ${PAIRS} problems`);
  await expect(page.getByTestId("data")).toContainText("thresholds from validation pairs");
  await expect(cell(page, "bt", "pairs/accuracy")).toContainText(/\d %\s+\[\d+\.\d, \d+\.\d\]/);
  // Baselines come last.
  await expect(page.getByTestId("judge").last()).toHaveAttribute("data-kind", "baseline");
  await expect(page.getByTestId("judge").first()).toHaveAttribute("data-kind", "model");

  await test.step("the table is sorted, its groups fold, arrow keys walk it, and what is missing says why", async () => {
    const figures = async () => {
      const texts = await page.locator('[data-kind="model"] [data-metric="pairs/margin"]').allTextContents();
      return texts.map((text) => Number.parseFloat(text.replace("−", "-")));
    };
    await page.getByRole("button", { name: "Margin", exact: true }).click();
    const first = await figures();
    expect(first).toEqual([...first].sort((a, b) => b - a));
    await page.getByRole("button", { name: "Margin", exact: true }).click();
    expect(await figures()).toEqual([...first].reverse());

    const fold = page.getByRole("button", { name: /^Process/ });
    await fold.click();
    await expect(fold).toHaveAttribute("aria-expanded", "false");
    await expect(page.locator('[data-metric^="process/"]')).toHaveCount(0);
    await expect(page).toHaveURL(/hidden=process/);
    await fold.click();

    await cell(page, "bt", "pairs/accuracy").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await expect(cell(page, "bt", "pairs/accuracy")).toBeFocused();

    await cell(page, "baseline:position", "pairs/accuracy").click();
    await expect(selected(page)).toContainText(/No figure: \w+/);
  });

  await cell(page, "icrm", "pairs/accuracy").click();
  await expect(selected(page)).toContainText("ICRM · Accuracy");
  await expect(page.getByRole("img", { name: new RegExp(`^Margins of ICRM: \\d+ of ${PAIRS} pairs`) })).toBeVisible();
  await expectAccessible(page);
  await page.getByText("Reliability", { exact: true }).click();
  await expect(page.getByRole("img", { name: /^Reliability of ICRM: predicted/ })).toBeVisible();
  await expect(page).toHaveURL(/judge=icrm.*metric=pairs.*plot=reliability/);

  // Worst first: no margin is below the first one.
  const records = page.getByTestId("record");
  await expect(records).toHaveCount(10);
  const margins = await records.evaluateAll((items) =>
    items.map((item) => {
      const reward = (side: string) =>
        Number(
          /r ([+−][\d.]+)/.exec(item.querySelector(`[data-side="${side}"]`)?.textContent ?? "")?.[1]?.replace("−", "-"),
        );
      return reward("chosen") - reward("rejected");
    }),
  );
  expect(margins).not.toContain(Number.NaN);
  // Both rewards are shown to two digits, so a margin is off by at most 0.01.
  for (const [i, margin] of margins.slice(1).entries()) expect(margin).toBeGreaterThan((margins[i] as number) - 0.0201);

  await records.first().getByRole("link").click();
  await expect(page).toHaveTitle("Explore · ICRM Playground");
  await expect(page.getByTestId("branch")).toHaveCount(2, { timeout: 60_000 });
  await page.getByRole("link", { name: "Evaluate", exact: true }).click();
  await expect(selected(page)).toContainText("ICRM · Accuracy");
  await expect(page.getByRole("img", { name: /^Reliability of ICRM/ })).toBeVisible();
});

test("a file of one's own, by picker or drop; what is wrong with it is said", async ({ page }) => {
  await page.goto("/#/evaluate?device=wasm");
  const solutions = tinyPairs(8, 5).map(({ prompt, chosen }) => ({ prompt, steps: chosen.split("; ") }));
  const processBench = solutions.map(({ prompt, steps }, i) => ({
    id: `world-${i}`,
    generator: "test",
    problem: prompt,
    steps: steps.map((step, at) => (at < steps.length - 1 ? `${step};` : step)),
    final_answer_correct: i % 2 === 0,
    label: i % 2 === 0 ? -1 : steps.length - 1,
  }));
  const picker = page.locator('input[type="file"]').first();
  await picker.setInputFiles({
    name: "steps.jsonl",
    mimeType: "application/x-ndjson",
    buffer: Buffer.from(formatJsonLines(processBench)),
  });
  await start(page).click({ timeout: 60_000 });
  await expect(page.getByTestId("data")).toContainText("steps.jsonl · ProcessBench", { timeout: 90_000 });
  await expect(page.locator('[data-metric^="pairs/"]')).toHaveCount(0);
  await cell(page, "icrm", "process/f1").click();
  await expect(page.getByTestId("record").first().getByRole("list", { name: "Steps" })).toContainText(/✓.*r [+−]/);

  const mixed = [...processBench.slice(0, 1), ...tinyPairs(1, 6)];
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "mixed.jsonl"));
    return data;
  }, formatJsonLines(mixed));
  await page.getByRole("main").locator(":scope > *").first().dispatchEvent("drop", { dataTransfer: transfer });
  await expect(page.getByRole("combobox", { name: "Data" })).toHaveValue("mixed.jsonl");
  await start(page).click();
  await expect(page.getByRole("alert")).toContainText(/mixed\.jsonl, line 2/);
  // Earlier results are still there.
  await expect(page.getByTestId("data")).toContainText("steps.jsonl");
});

test("cancelled, it keeps what it has and goes on from there", async ({ page, context }) => {
  await context.unroute("**/data/preferences-*");
  await servePairs(context, tinyPairs(200, 1));
  await page.goto("/#/evaluate?device=wasm");
  await page.getByRole("button", { name: "Start empty" }).click();
  await expect(start(page)).toBeEnabled({ timeout: 60_000 });
  // A tiny model finishes before a click from outside arrives, so the page itself cancels at the first progress report.
  await page.evaluate(() => {
    const cancel = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Cancel");
    const place = document.querySelector('[data-testid="progress"]');
    if (!cancel || !place) throw new Error("The page has no Cancel, or no progress.");
    new MutationObserver((_, observer) => {
      if (!/Scoring with BT · [1-9]/.test(place.textContent ?? "")) return;
      observer.disconnect();
      cancel.click();
    }).observe(place, { subtree: true, characterData: true, childList: true });
  });
  await start(page).click();
  const progress = page.getByTestId("progress");
  await expect(progress).toContainText(/cancelled at/, { timeout: 60_000 });
  const kept = scoredIn(await progress.innerText());
  expect(kept).toBeGreaterThan(0);
  const reports = await page.evaluateHandle(() => {
    const texts: string[] = [];
    const place = document.querySelector('[data-testid="progress"]') as Element;
    new MutationObserver(() => texts.push(place.textContent ?? "")).observe(place, {
      subtree: true,
      characterData: true,
      childList: true,
    });
    return texts;
  });
  await start(page).click();
  await expect(judge(page, "icrm")).toBeVisible({ timeout: 90_000 });
  const again = (await reports.jsonValue()).filter((text) => text.includes("Scoring with BT")).map(scoredIn);
  // Nothing is scored again.
  expect(again.length).toBeGreaterThan(0);
  expect(Math.min(...again)).toBeGreaterThanOrEqual(kept);
});

test("a reward model trained in this browser judges beside the others, here and in Explore", async ({
  page,
  context,
}) => {
  await context.unroute("**/data/preferences-*");
  await servePairs(context, [...tinyPairs(PAIRS, 1), ...tinyPairs(2, 3)]);
  const run = testRun({ name: "Mine", method: "bt", step: 4, steps: 4 });
  const checkpoint = tinyModel({ seed: 9, valueHead: true });
  const zip = Buffer.from(await packRun({ run, metrics: testMetrics(4), checkpoint, adapter: null }));
  await page.goto("/#/runs");
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: "mine.zip", mimeType: "application/zip", buffer: zip });
  await expect(page.getByTestId("run")).toHaveCount(1);
  await page.goto("/#/evaluate?device=wasm");
  await page.getByRole("button", { name: /^Reward models: BT, ICRM/ }).click({ timeout: 60_000 });
  await page.getByRole("menuitemcheckbox", { name: "Mine" }).click();
  await page.keyboard.press("Escape");
  await start(page).click();
  await expect(page.getByTestId("judge").filter({ hasText: "Mine" }).first()).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("note", { name: "Warnings" })).toContainText(/problems are in the training data/);
  await page.getByTestId("record").first().getByRole("link").click();
  await expect(page.getByTestId("branch").first()).toContainText("Mine", { timeout: 60_000 });
});

test("measures on WebGPU, too", { tag: "@gpu" }, async ({ page, context }) => {
  await context.unroute("**/data/preferences-*");
  // A software GPU is slow.
  await servePairs(context, tinyPairs(3, 1));
  await evaluate(page, "device=webgpu&models=icrm&validation=none");
  await expect(page.getByRole("status", { name: "Device" })).toContainText("WebGPU");
  await expect(cell(page, "icrm", "pairs/accuracy")).toContainText(/\d %/);
  await expect(page.getByTestId("data")).toContainText("no validation file");
});
