import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { loadCheckpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { memorySource } from "../src/engine/checkpoint/source.ts";
import { contentHash } from "../src/engine/data/content-hash.ts";
import { decoderGraph } from "../src/engine/onnx/decoder-graph.ts";
import { REWARD_MODEL_DEFAULTS } from "../src/engine/training/reward-model-config.ts";
import { packRun } from "../src/storage/archive/pack.ts";
import type { RunRecord } from "../src/storage/records.ts";
import { testMetrics, testRun } from "../src/testing/runs.ts";
import { tinyModel } from "../src/testing/tiny-models.ts";
import { tinyPairs } from "../src/testing/tiny-pairs.ts";
import { expectAccessible, seriousViolations } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels, serveTinyPairs } from "./tiny-models.ts";

const steps = 60;

async function zipOf(fields: Partial<RunRecord>, seed: number, level: number) {
  const run = testRun({ step: steps, steps, ...fields });
  const zip = await packRun({
    run,
    metrics: testMetrics(steps, level),
    checkpoint: tinyModel({ seed, valueHead: true }),
    adapter: null,
  });
  return { name: `${run.name}.zip`, mimeType: "application/zip", buffer: Buffer.from(zip) };
}

/** The data that `serveTinyPairs` serves. */
const data = { dataName: "embedded pairs", dataHash: await contentHash(tinyPairs(24, 1)), pairs: 24, heldOut: 8 };

const icrm = await zipOf(
  {
    name: "ICRM paper",
    note: "ρ as in the paper",
    ...data,
    final: { loss: 0.21, accuracy: 0.91, margin: 1.7 },
  },
  1,
  1,
);
const bt = await zipOf(
  {
    name: "BT plain",
    method: "bt",
    ...data,
    config: { ...REWARD_MODEL_DEFAULTS, method: "bt", learningRate: 0.005 },
    createdAt: Date.UTC(2025, 0, 1),
    final: { loss: 0.3, accuracy: 0.84, margin: 2.4 },
  },
  2,
  1.4,
);

const rows = (page: Page) => page.getByTestId("run");
const row = (page: Page, name: string) => rows(page).filter({ hasText: name });
const select = (page: Page, name: string) => page.getByRole("checkbox", { name: `Select ${name}` }).check();

async function openWithRuns(page: Page, zips = [icrm, bt]) {
  await page.goto("/#/runs");
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await drop(page, zips);
  await expect(rows(page)).toHaveCount(zips.length);
}

async function drop(page: Page, zips: { name: string; buffer: Buffer }[]) {
  const files = zips.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") }));
  const transfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, base64 } of list) {
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    }
    return data;
  }, files);
  await page.getByRole("main").locator(":scope > *").first().dispatchEvent("drop", { dataTransfer: transfer });
}

test.beforeEach(({ context }) => serveTinyModels(context));

test("finds, sorts, renames, annotates and deletes; a reload keeps it", async ({ page }) => {
  await openWithRuns(page);
  await page.getByRole("button", { name: "Accuracy" }).click();
  await expect(rows(page).first()).toContainText("ICRM paper");
  await page.getByRole("button", { name: "Accuracy" }).click();
  await expect(rows(page).first()).toContainText("BT plain");

  await row(page, "BT plain").getByRole("button", { name: /^Name/ }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Bradley–Terry");
  await page.keyboard.press("Enter");
  await row(page, "Bradley–Terry").getByRole("button", { name: /^Note/ }).click();
  await page.getByRole("textbox", { name: "Note" }).fill("the baseline");
  await page.keyboard.press("Enter");
  await expect(row(page, "Bradley–Terry")).toContainText("the baseline");

  await page.getByRole("textbox", { name: "Filter runs" }).fill("baseline bt");
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/filter=baseline/);
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Clear the filter" }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page).not.toHaveURL(/filter=/);
  await expect(row(page, "Bradley–Terry")).toContainText("the baseline");

  await test.step("a deletion can be undone, also after a reload", async () => {
    await page.getByRole("button", { name: "Delete Bradley–Terry" }).click();
    await expect(rows(page)).toHaveCount(1);
    await page.reload();
    await expect(rows(page)).toHaveCount(1);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(rows(page)).toHaveCount(2);

    await page.getByRole("button", { name: "Delete Bradley–Terry" }).click();
    await page.getByRole("button", { name: /^Delete for good/ }).click();
    await expect(page.getByRole("button", { name: "Undo" })).toBeHidden();
    await page.reload();
    await expect(rows(page)).toHaveCount(1);
    await expect(page.getByRole("button", { name: "Undo" })).toBeHidden();
  });
});

test("lays any metric of several runs over each other; holds their settings and tokens against each other", async ({
  page,
}) => {
  await openWithRuns(page);
  await select(page, "ICRM paper");
  await select(page, "BT plain");
  const chart = page.getByRole("img", { name: /^loss over steps 1 to 60; last: ICRM paper .*, BT plain/ });
  await expect(chart).toBeVisible();

  const area = await chart.locator(".u-over").boundingBox();
  if (!area) throw new Error("no chart");
  await page.mouse.move(area.x + area.width * 0.2, area.y + 40);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * 0.5, area.y + 60, { steps: 5 });
  await page.mouse.up();
  const reset = page.getByRole("button", { name: "Reset zoom" });
  await expect(reset).toBeEnabled();
  await page.getByLabel("Smoothing", { exact: true }).fill("0.6");
  await page.getByRole("combobox", { name: "Metric" }).click();
  await page.getByRole("option", { name: "held-out accuracy" }).click();
  await expect(page.getByRole("img", { name: /^held-out accuracy/ })).toBeVisible();
  await expect(reset).toBeEnabled();
  await expect(page).toHaveURL(/metric=heldout.*smoothing=0.6/);
  await reset.click();
  await expect(reset).toBeDisabled();

  await page.reload();
  await expect(page.getByRole("img", { name: /^held-out accuracy over steps 2 to 60/ })).toBeVisible();

  await test.step("is accessible, with a run that is deleted and brought back", async () => {
    await page.getByRole("button", { name: "Delete BT plain" }).click();
    await expect(page.getByRole("img", { name: /^held-out accuracy/ })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Undo" }).click();
    await select(page, "BT plain");
  });

  await test.step("tells in which settings runs differ", async () => {
    await page.getByText("Config differences").click();
    await expect(page.getByTestId("difference")).toHaveText([/Method.*icrm.*bt/, /Learning rate.*0.005/]);
  });

  await test.step("holds two runs against each other, token by token", async () => {
    await page.getByText("Token by token").click();
    const chosen = page.getByTestId("chosen");
    await expect(chosen.locator("[data-q]").first()).toBeVisible({ timeout: 60_000 });
    await expect(chosen.getByRole("button", { name: /right/ }).first()).toBeVisible();
    await expect(page.getByTestId("rejected").getByRole("button", { name: /wrong/ }).first()).toBeVisible();
    await expect(page.getByRole("list", { name: "Largest differences" })).toContainText(/token \d+/);

    await chosen.locator("[data-q]").nth(2).hover();
    await expect(page.getByTestId("readout")).toContainText(/token 3 .* ICRM paper .*BT plain .*difference/);
    expect(await seriousViolations(page)).toEqual([]);

    await page.getByLabel("Chosen response").fill("3 * 6 = 18; answer 18");
    // A number is one token; the ninth token is the end token.
    await expect(chosen.locator("[data-q]")).toHaveCount(9);
    await page.getByLabel("Chosen response").fill("xyzzy");
    await expect(page.getByRole("alert")).toContainText("xyzzy");
  });
});

test("a run goes out as a zip and to a cluster, judges in Explore, and comes in again", async ({ page, context }) => {
  await serveTinyPairs(context);
  await openWithRuns(page, [icrm]);
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export ICRM paper" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe("ICRM-paper.zip");
  const zip = await readFile(await download.path());
  const original = unzipSync(icrm.buffer);
  const exported = unzipSync(zip);
  expect(exported).toEqual(original);

  await test.step("its pairs and settings go to a cluster, if the pairs are here", async () => {
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "Take ICRM paper elsewhere" }).click();
    await expect(page.getByRole("menuitem", { name: "To a cluster" })).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole("menuitem", { name: "To a cluster" }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe("ICRM-paper-cluster.zip");
    const files = unzipSync(await readFile(await download.path()));
    expect(JSON.parse(strFromU8(files["data/icrm_preferences.json"] as Uint8Array))).toHaveLength(24);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["llamafactory/policy.yaml", "icrm/trainer.py"]));
    await drop(page, [await zipOf({ name: "other pairs" }, 3, 1)]);
    await page.getByRole("button", { name: "Take other pairs elsewhere" }).click();
    await page.getByRole("menuitem", { name: "To a cluster" }).click();
    await expect(page.getByRole("alert")).toContainText("Import them on the Data page as word problems");
    await page.getByRole("button", { name: "Delete other pairs" }).click();
  });

  await test.step("its reward model is written as ONNX", async () => {
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "Take ICRM paper elsewhere" }).click();
    await page.getByRole("menuitem", { name: "As an ONNX graph" }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe("ICRM-paper.onnx");
    const { config, weights, valueHead } = await loadCheckpoint(memorySource(tinyModel({ seed: 1, valueHead: true })));
    const graph = decoderGraph(config, weights, valueHead, { logits: false });
    expect(Buffer.compare(await readFile(await download.path()), graph)).toBe(0);
  });

  await test.step("a trained reward model judges in Explore at once", async () => {
    await page.goto("/#/explore?device=wasm&maxTokens=12");
    await page.getByRole("button", { name: "Reward models" }).click();
    await page.getByRole("menuitemcheckbox", { name: "ICRM paper" }).click();
    await expect(page.getByRole("menuitemcheckbox", { name: "ICRM paper" })).toBeChecked();
    await page.keyboard.press("Escape");
    await page
      .getByLabel("Prompt", { exact: true })
      .fill("Mia has 14 apples. She gets 3 baskets of 6. How many apples does she have now?");
    await page.getByRole("button", { name: "Generate" }).click();
    await expect(page.getByTestId("branch")).toContainText(/BT.*ICRM.*ICRM paper/);
    // A model that is deselected disappears from the figure.
    await page.getByRole("button", { name: "Reward models" }).click();
    await page.getByRole("menuitemcheckbox", { name: "ICRM paper" }).click();
    await expect(page.getByTestId("branch")).not.toContainText("ICRM paper");
  });

  await page.getByRole("link", { name: "Runs", exact: true }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Import" }).click();
  await (await choosing).setFiles({ name: "again.zip", mimeType: "application/zip", buffer: zip });
  await expect(rows(page)).toHaveCount(2);
});

test("without a run it invites to train one; a zip that is no run is refused, and keeps no other out", async ({
  page,
}) => {
  const config = JSON.stringify({ ...REWARD_MODEL_DEFAULTS, learningRate: "fast" });
  const files = unzipSync(icrm.buffer);
  const about = JSON.parse(new TextDecoder().decode(files["run.json"]));
  const bad = zipSync({
    ...files,
    "config.json": strToU8(config),
    "run.json": strToU8(JSON.stringify({ ...about, files: {} })),
  });
  await page.goto("/#/runs?smoothing=7&view=tokens");
  const unusable = page.getByRole("alert");
  await expect(unusable).toContainText("Some of this link could not be used");
  await expect(unusable).toContainText("smoothing: ");
  await unusable.getByRole("button", { name: /^Dismiss/ }).click();
  await expect(unusable).toHaveCount(0);
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Train a reward model" })).toHaveAttribute("href", /#\/train/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    expect(await seriousViolations(page)).toEqual([]);
  }

  await drop(page, [{ name: "bad.zip", buffer: Buffer.from(bad) }, bt]);
  await expect(page.getByRole("alert")).toContainText("bad.zip/config.json, learningRate");
  await expect(rows(page)).toHaveCount(1);
});
