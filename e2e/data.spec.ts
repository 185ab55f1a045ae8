import { Buffer } from "node:buffer";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { formatJsonLines } from "../src/engine/data/json-lines.ts";
import { CHAT_ML } from "../src/testing/byte-tokenizers.ts";
import { tinyModel } from "../src/testing/tiny-models.ts";
import { tinyPairs } from "../src/testing/tiny-pairs.ts";
import { seriousViolations } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels, serveTinyPairs } from "./tiny-models.ts";

test.beforeEach(({ context }) => serveTinyModels(context));

const row = (page: Page, number: number) => page.getByRole("button", { name: `Record ${number}`, exact: true });
const record = (page: Page) => page.getByRole("region", { name: "Record", exact: true });

test("a file is looked at, imported, searched, seen as the model reads it, and leaves the same", async ({ page }, {
  outputDir,
}) => {
  const chat = {
    prompt: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "<b>Which</b> one?" },
    ],
    chosen: [{ role: "assistant", content: '<img src="x" onerror="document.title = 1">this one' }],
    rejected: [{ role: "assistant", content: "that one" }],
  };
  const pairs = [...tinyPairs(40, 1), chat];
  const content = `${formatJsonLines(pairs)}{"prompt":"q","chosen":3}\n{oops\n`;
  const buffer = Buffer.from(content);
  await page.goto("/#/data");
  await expect(page.getByText("No data sets yet.")).toBeVisible();

  await test.step("the page opens with pairs that come with the playground, which are read and not changed", async () => {
    await expect(page.getByTestId("account")).toContainText("from preferences-train.jsonl.gz");
    await expect(record(page)).toContainText("✓ chosen");
    await expect(record(page).getByRole("button", { name: "Edit" })).toHaveCount(0);
    await page.getByRole("button", { name: /^validation pairs/ }).click();
    await expect(page.getByTestId("account")).toContainText("from preferences-validation.jsonl.gz");
    await expect(page).toHaveURL(/data=validation/);
    await expect(page.getByRole("link", { name: "Evaluate on it" })).toHaveAttribute("href", /data=validation/);
  });

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
    await expect(page.getByTestId("columns")).toContainText("prompt read 41 times, in 1 refused");
    await page.getByText("Refused: 2", { exact: true }).click();
    await expect(page.getByTestId("refusal").first()).toContainText("42chosena text, or messages3");
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

  await test.step("so is that of a conversation, under the chat template of a model that was brought in", async () => {
    const files = tinyModel({ seed: 5, valueHead: false, tokenizer: "smollm2" });
    const folder = join(outputDir, "chat-model");
    await mkdir(folder, { recursive: true });
    for (const [path, bytes] of files) await writeFile(join(folder, path), bytes);
    await writeFile(join(folder, "chat_template.jinja"), CHAT_ML);
    await page.goto("/#/models");
    await page.getByLabel("Open a folder").setInputFiles(folder);
    await page.getByRole("button", { name: "Bring in" }).click();
    await expect(page.getByTestId("model")).toHaveAttribute("data-complete", "true");
    await page.getByRole("link", { name: "Data", exact: true }).click();
    await page.getByLabel("Whose tokens").selectOption("Tokens of chat-model");
    await page.getByLabel("Search records").fill("this one");
    await row(page, 41).click();
    await page.getByText("As the model reads it", { exact: true }).click();
    const sequence = page.getByTestId("sequence").first();
    await expect(sequence.locator("[data-kind=special]")).toHaveText([
      "<|im_start|>",
      "<|im_end|>",
      "<|im_start|>",
      "<|im_end|>",
      "<|im_start|>",
      "<|im_end|>",
    ]);
    // The template ends a turn with a line break behind the token, and a sequence classifier reads the last token.
    await expect(sequence.locator("[data-scored]")).toHaveText("⏎");
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel("Whose tokens").selectOption("Tokens of the playground's models");
    await page.getByLabel("Search records").fill("");
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

test("records are edited and put back, a set is split and counted, and trained and evaluated on", async ({
  page,
  context,
}) => {
  await serveTinyPairs(context);
  await page.goto("/#/data");
  await test.step("what is pasted is data", async () => {
    await page.getByRole("button", { name: "Paste", exact: true }).click();
    await page.getByRole("textbox", { name: "Records", exact: true }).fill(formatJsonLines(tinyPairs(60, 4)));
    await page.getByRole("button", { name: "Look at it" }).click();
    await page.getByLabel("Name", { exact: true }).fill("pasted pairs");
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await expect(page.getByTestId("account")).toContainText("60 lines read, 60 used");
  });

  await test.step("a record is edited; what an import would refuse is refused", async () => {
    await record(page).getByRole("button", { name: "Edit" }).click();
    const form = page.getByRole("form", { name: "Edit record 1" });
    const chosen = await form.getByLabel("chosen", { exact: true }).inputValue();
    await form.getByLabel("rejected", { exact: true }).fill(chosen);
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByRole("alert")).toContainText("another text than the chosen one");
    expect(await seriousViolations(page)).toEqual([]);
    await form.getByLabel("rejected", { exact: true }).fill("answer 0");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(record(page)).toContainText("answer 0");
  });

  await test.step("a record is deleted and comes back, and another one is added", async () => {
    const before = await page.getByTestId("row").nth(1).textContent();
    await row(page, 2).click();
    await expect(record(page)).toContainText("Record 2");
    await record(page).getByRole("button", { name: "Delete" }).click();
    await expect(page.getByTestId("found")).toHaveText("59 records");
    await record(page).getByRole("button", { name: "Undo" }).click();
    await expect(page.getByTestId("found")).toHaveText("60 records");
    await expect(page.getByTestId("row").nth(1)).toHaveText(before ?? "");
    await record(page).getByRole("button", { name: "Add" }).click();
    await page.getByRole("menuitem", { name: "comparison" }).click();
    const form = page.getByRole("form", { name: "New record" });
    await form.getByLabel("prompt", { exact: true }).fill("Mia has 3 apples.");
    await form.getByLabel("chosen", { exact: true }).fill("answer 3");
    await form.getByLabel("rejected", { exact: true }).fill("answer 4");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(record(page)).toContainText("Record 61");
    await expect(record(page)).toContainText("written by hand");
  });

  await test.step("it is counted before training", async () => {
    await page.getByText("Statistics", { exact: true }).click();
    const statistics = page.getByRole("region", { name: "Statistics" });
    await expect(statistics).toContainText("61 preference pairs");
    await expect(
      statistics.getByRole("img", { name: /^Tokens of prompt and longest response; 128 fit/ }),
    ).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
  });

  await test.step("it is split by prompt, and what is made is trained and evaluated on", async () => {
    await page.getByRole("button", { name: "Make", exact: true }).click();
    await page.getByRole("menuitem", { name: "Split by prompt" }).click();
    await page.getByRole("button", { name: "Split", exact: true }).click();
    await expect(page.getByTestId("data-set")).toHaveCount(3);
    await page.getByRole("button", { name: /^pasted pairs, training/ }).click();
    await page.getByRole("link", { name: "Train on it" }).click();
    await expect(page.getByTestId("data-summary")).toContainText(/pasted pairs, training: \d+ to train on/, {
      timeout: 60_000,
    });
    await page.getByLabel("Held out", { exact: true }).selectOption("pasted pairs, held out");
    await expect(page).toHaveURL(/data=.*heldOutData=/);
    await page.getByRole("link", { name: "Data", exact: true }).click();
    await page.getByRole("link", { name: "Evaluate on it" }).click();
    await expect(page.getByRole("combobox", { name: "Data", exact: true })).toHaveValue("pasted pairs, training");
  });
});

test("pairs of the embedded world are made by settings that address and data set keep", async ({ page }) => {
  await page.goto("/#/data?make=writer%3Aclass%2Ccue%3Achosen");
  const form = page.getByRole("form", { name: "Make pairs of the embedded world" });
  await expect(form.getByLabel("Spurious sure")).toHaveValue("chosen");
  await form.getByLabel("Pairs", { exact: true }).fill("20");
  await form.getByLabel("Label noise").fill("0.1");
  await expect(page).toHaveURL(/labelNoise/);
  expect(await seriousViolations(page)).toEqual([]);
  await form.getByRole("button", { name: "Make pairs" }).click();
  await expect(page.getByTestId("account")).toContainText(
    "made of the embedded world: 20 pairs by the class, spurious sure chosen, label noise 0.1",
  );
  await expect(page.getByTestId("account")).toContainText("20 preference pairs");
  await row(page, 1).click();
  await expect(record(page)).toContainText("sure answer");

  await page.getByRole("button", { name: "Embedded world" }).click();
  await form.getByLabel("Clauses, fewest").fill("6");
  await form.getByRole("button", { name: "Make pairs" }).click();
  await expect(form).toContainText("no problems with so many clauses");
});
