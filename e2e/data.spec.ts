import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { formatJsonLines } from "../src/engine/data/json-lines.ts";
import { tinyPairs } from "../src/testing/tiny-pairs.ts";
import { seriousViolations } from "./accessible.ts";
import { serveTinyModels } from "./tiny-models.ts";

test.beforeEach(({ context }) => serveTinyModels(context));

const row = (page: Page, number: number) => page.getByRole("button", { name: `Record ${number}`, exact: true });
const record = (page: Page) => page.getByRole("region", { name: "Record", exact: true });

test("a file is looked at, imported, searched, seen as the model reads it, and leaves the same", async ({ page }) => {
  const chat = {
    prompt: [{ role: "user", content: "<b>Which</b> one?" }],
    chosen: [{ role: "assistant", content: '<img src="x" onerror="document.title = 1">this one' }],
    rejected: [{ role: "assistant", content: "that one" }],
  };
  const pairs = [...tinyPairs(40, 1), chat];
  const content = `${formatJsonLines(pairs)}{"prompt":"q","chosen":3}\n{oops\n`;
  const buffer = Buffer.from(content);
  await page.goto("/#/data");
  await expect(page.getByText("No data sets yet.")).toBeVisible();

  await test.step("what it is taken for, what cannot be used and what it takes up are said before it is kept", async () => {
    await page.getByLabel("Open a file").setInputFiles({ name: "mine.jsonl", mimeType: "text/plain", buffer });
    await expect(page.getByTestId("findings")).toContainText("43 lines: 41 can be used, 2 cannot");
    await expect(page.getByLabel("Shape of the records")).toContainText("Detected: TRL, explicit prompt");
    await page.getByLabel("Shape of the records").selectOption("TRL, unpaired");
    await expect(page.getByTestId("findings")).toContainText("0 can be used");
    await expect(page.getByRole("button", { name: "Import", exact: true })).toBeDisabled();
    await page.getByLabel("Shape of the records").selectOption({ index: 0 });
    await expect(page.getByTestId("findings")).toContainText("41 can be used");
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Import", exact: true }).click();
  });

  await test.step("every line is accounted for", async () => {
    await expect(page.getByTestId("account")).toContainText("43 lines read, 41 used, 2 refused, 41 preference pairs");
    await page.getByText("Refused: 2", { exact: true }).click();
    await expect(page.getByTestId("refusal").first()).toContainText("42chosenstring3");
    await page.getByText("Records", { exact: true }).click();
  });

  await test.step("records are searched and walked by keyboard; what looks like markup stays text", async () => {
    await page.getByLabel("Search records").fill("THIS one");
    await expect(page.getByTestId("found")).toHaveText("1 of 41 records");
    await row(page, 41).click();
    await expect(record(page)).toContainText('<img src="x" onerror="document.title = 1">this one');
    await expect(record(page).locator("img, pre b")).toHaveCount(0);
    await expect(page).toHaveTitle("Data · ICRM Playground");
    await page.getByLabel("Search records").fill("");
    await row(page, 41).focus();
    await page.keyboard.press("Home");
    await expect(row(page, 1)).toBeFocused();
    await expect(record(page)).toContainText("Record 1");
    await page.keyboard.press("ArrowDown");
    await expect(record(page)).toContainText("Record 2");
  });

  await test.step("the token that is scored is marked", async () => {
    await page.getByText("As the model reads it", { exact: true }).click();
    const scored = page.getByTestId("sequence").first().locator("[data-scored]");
    await expect(scored).toHaveCount(1);
    await expect(scored).toHaveText("<eos>");
    expect(await seriousViolations(page)).toEqual([]);
  });

  await test.step("what is exported are the records that came in", async () => {
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "TRL" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("mine.trl.jsonl");
    expect(await readFile(await file.path(), "utf8")).toBe(formatJsonLines(pairs));
  });

  await test.step("it outlives the page, and its deletion can be undone", async () => {
    await page.reload();
    await expect(page.getByTestId("account")).toContainText("41 used");
    await page.getByRole("button", { name: "Delete mine" }).click();
    await expect(page.getByTestId("data-set")).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByTestId("data-set")).toHaveCount(1);
  });
});
