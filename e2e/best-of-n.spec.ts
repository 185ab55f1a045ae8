import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels } from "./tiny-models.ts";

/** Settings with so few problems and samples that they take no time. */
const small = "device=wasm&problems=4&samples=4";

test.beforeEach(({ context }) => serveTinyModels(context));

const start = (page: Page) => page.getByRole("button", { name: "Measure", exact: true });
const samples = (page: Page) => page.getByTestId("sample");
const figure = (page: Page, judge: string, metric: string) =>
  page.locator(`[data-testid="judge"][data-of="${judge}"] [data-metric="${metric}"]`);
const numbersIn = (texts: string[]) => texts.map((text) => Number(text.trim().replace("−", "-").replace("+", "")));

async function measure(page: Page, search = small): Promise<void> {
  await page.goto(`/#/best-of-n?${search}`);
  await start(page).click({ timeout: 60_000 });
  await expect(samples(page).first()).toBeVisible({ timeout: 90_000 });
}

async function exported(page: Page, format: string): Promise<Buffer> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: `Export as ${format}` }).click();
  return readFileSync(await (await download).path());
}

test("what choosing among more gains, and problem by problem what was picked and missed", async ({ page }) => {
  await measure(page);

  await test.step("curves with intervals beside what is dull", async () => {
    await expect(page.getByTestId("facts")).toContainText("Tiny policy · 4 test problems · 4 responses each");
    for (const judge of ["bt", "icrm", "baseline:random", "baseline:majority", "truth"]) {
      await expect(figure(page, judge, "gold/4")).toContainText(/\d\.\d %\s+\[\d+\.\d, \d+\.\d\]/);
    }
    // With one response there is nothing to choose.
    const alone = await figure(page, "truth", "gold/1").innerText();
    for (const judge of ["bt", "icrm", "baseline:random"]) {
      await expect(figure(page, judge, "gold/1")).toHaveText(alone);
    }
    await expect(page.getByRole("img", { name: /^Right answers by N; at N = 4: BT/ })).toBeVisible();
  });

  await test.step("proxy against gold, by N or KL, of the model that is selected", async () => {
    await figure(page, "icrm", "gold/2").click();
    await page.getByText("KL", { exact: true }).click();
    const proxy = page.getByRole("img", { name: /^ICRM: N = 1: .*reward [+−]/ });
    await expect(proxy).toBeVisible();
    const label = (await proxy.getAttribute("aria-label")) ?? "";
    const rewards = numbersIn([...label.matchAll(/reward ([+−][\d.]+)/g)].map(([, reward = ""]) => reward));
    // Whatever the gold accuracy, the reward of the best of more samples is at least as high.
    expect(rewards).toHaveLength(3);
    expect(rewards).toEqual([...rewards].sort((a, b) => a - b));
    await expect(page).toHaveURL(/scale=kl.*judge=icrm&metric=gold%2F2&model=icrm/);
    await page.getByRole("button", { name: "r, N = 4", exact: true }).click();
    const sorted = await page.locator('[data-kind="model"] [data-metric="proxy/4"]').allTextContents();
    const [first, last] = sorted.map((text) => Number.parseFloat(text.replace("−", "-")));
    expect(first).toBeGreaterThanOrEqual(last as number);
  });

  await test.step("taken along", async () => {
    const csv = (await exported(page, "CSV")).toString();
    expect(csv.split("\r\n")[0]).toMatch(/^judge,name,kind,n,kl,gold/);
    const json = JSON.parse((await exported(page, "JSON")).toString());
    expect(json.responses).toHaveLength(4);
    const png = await exported(page, "PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    // Two plots at twice the screen's pixels.
    expect(png.readUInt32BE(16)).toBeGreaterThan(1200);
  });

  await test.step("one problem's responses, ranked", async () => {
    await expect(page.getByTestId("summary")).toContainText(/^ICRM picks .* of 4 responses are right/);
    const rewards = numbersIn(await samples(page).locator("td:nth-child(2)").allInnerTexts());
    expect(rewards).not.toContain(Number.NaN);
    expect(rewards).toEqual([...rewards].sort((a, b) => b - a));
    await expect(samples(page).first()).toHaveAttribute("data-role", "picked");
    await expect(samples(page).first().getByRole("listitem").filter({ hasText: "ICRM" })).toBeVisible();
    await page.getByRole("button", { name: "Next problem" }).click();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await expect(page.getByTestId("place")).toHaveText("2 of 4");
    // The address changes, and the page keeps its scroll position.
    const scrolled = await page.evaluate(() => scrollY);
    expect(scrolled).toBeGreaterThan(0);
    await expect(page).toHaveURL(/problem=/);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    await page.getByRole("combobox", { name: "Ranked by" }).click();
    await page.getByRole("option", { name: "ranked by BT" }).click();
    await expect(page.getByTestId("summary")).toContainText("BT picks");
    await expect(page.getByTestId("place")).toHaveText("2 of 4");
  });

  await test.step("accessible in both themes, wide and narrow", () => expectAccessible(page));

  await test.step("a response opens in Explore, and nothing is lost on the way", async () => {
    await samples(page).nth(1).getByRole("link").click();
    await expect(page).toHaveTitle("Explore · ICRM Playground");
    await expect(page.getByTestId("branch")).toHaveCount(2, { timeout: 60_000 });
    await page.getByRole("link", { name: "Best-of-N" }).click();
    await expect(page.getByTestId("summary")).toContainText("BT picks");
    await expect(page.getByTestId("place")).toHaveText("2 of 4");
  });
});

test("a seed decides the responses; what is wrong is said; cancelled, it goes on where it was", async ({ page }) => {
  await measure(page);
  const texts = () => samples(page).locator("code").allInnerTexts();
  const seed = page.getByRole("textbox", { name: "Seed" });
  const before = await texts();
  await seed.fill("5");
  await start(page).click();
  await expect(page.getByTestId("facts")).toContainText("seed 5", { timeout: 60_000 });
  expect(await texts()).not.toEqual(before);
  await seed.fill("0");
  await start(page).click();
  await expect(page.getByTestId("facts")).toContainText("seed 0", { timeout: 60_000 });
  expect(await texts()).toEqual(before);

  const problems = page.getByRole("textbox", { name: "Problems" });
  await problems.fill("5000");
  await expect(page.getByText("from 1 to 1,000")).toBeVisible();
  await problems.fill("200");
  await expect(page.getByText("from 1 to 1,000")).toHaveCount(0);

  const progress = page.getByTestId("progress");
  const sampled = async () => Number(/([\d,]+) of 200/.exec(await progress.innerText())?.[1]);
  await start(page).click();
  await expect(progress).toContainText(/Sampling responses · [1-9]/, { timeout: 60_000 });
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(progress).toContainText("cancelled at", { timeout: 60_000 });
  const kept = await sampled();
  expect(kept).toBeGreaterThan(0);
  // Earlier results are still there.
  expect(await texts()).toEqual(before);

  const reports = await page.evaluateHandle(() => {
    const seen: string[] = [];
    const place = document.querySelector('[data-testid="progress"]') as Element;
    new MutationObserver(() => seen.push(place.textContent ?? "")).observe(place, {
      subtree: true,
      characterData: true,
      childList: true,
    });
    return seen;
  });
  await start(page).click();
  await expect(page.getByTestId("facts")).toContainText("200 test problems", { timeout: 90_000 });
  const again = (await reports.jsonValue())
    .filter((text) => text.includes("Sampling responses"))
    .map((text) => Number(/([\d,]+) of 200/.exec(text)?.[1]));
  // No response is drawn again: apart from the first report, which is of the start, progress continues from there.
  expect(again.length).toBeGreaterThan(1);
  expect(Math.min(...again.slice(1))).toBeGreaterThanOrEqual(kept);
});
