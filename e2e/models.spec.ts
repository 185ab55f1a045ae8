import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { COMMIT, mockHub } from "../src/testing/mock-hub.ts";
import { tinyAdapter } from "../src/testing/tiny-adapter.ts";
import { exportedModel, tinyModel } from "../src/testing/tiny-models.ts";
import { expectAccessible, seriousViolations } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels } from "./tiny-models.ts";

const NAME = "someone/tiny-reward";
const GRAPH = "olmo-policy (fp32)";

test.beforeEach(({ context }) => serveTinyModels(context));

/** Drops a file or folder onto the page through the browser's protocol, since Playwright has no such drop. */
async function drop(page: Page, path: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await browser.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
  }
  await browser.detach();
}

const model = (page: Page, name: string | RegExp) => page.getByTestId("model").filter({ hasText: name });

test("a model of the hub and one of a folder are looked at, brought in, used, and deleted", async ({
  page,
  chosenHosts,
}, { outputDir }) => {
  const hub = await mockHub(NAME, tinyModel({ seed: 8, valueHead: true }));
  chosenHosts.add(hub.url);
  const folder = join(outputDir, "bytes-policy");
  const bytesPolicy = tinyModel({ seed: 5, valueHead: false, tokenizer: "qwen" });
  for (const [path, bytes] of new Map([...bytesPolicy, ...(await exportedModel(bytesPolicy))])) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const foreign = join(outputDir, "olmo-policy");
  await cp(folder, foreign, { recursive: true });
  const config = JSON.parse(await readFile(join(folder, "config.json"), "utf8"));
  await writeFile(join(foreign, "config.json"), JSON.stringify({ ...config, model_type: "olmo2" }));
  await page.goto("/#/models");
  await expect(page.getByText("None yet.")).toBeVisible();
  await expect(page.getByTestId("embedded-model")).toHaveCount(3);
  expect(hub.requests).toEqual([]);

  await test.step("what it is and takes is said before anything is fetched; the commit is pinned", async () => {
    await page.getByLabel("Host").fill(hub.url);
    await page.getByLabel("Model of the hub").fill("someone/else");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("nothing under this name and revision");
    await page.getByLabel("Model of the hub").fill(`https://huggingface.co/${NAME}`);
    await page.getByRole("button", { name: "Look it up" }).click();
    const facts = page.getByTestId("model-facts");
    await expect(facts).toContainText("llama, 2 layers of width 16");
    await expect(facts).toContainText(COMMIT);
    await expect(facts).toContainText("mit");
    await expect(page.getByRole("region", { name: "As a reward model" })).toContainText("there is room for it");
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step("a download that is cut says so, outlives the page, and goes on", async () => {
    hub.cutAfter = 1000;
    await page.getByRole("button", { name: "Download" }).click();
    await expect(page.getByRole("alert")).toContainText("the connection was cut");
    await expect(model(page, NAME)).toContainText("have arrived");
    await page.reload();
    hub.requests.length = 0;
    await model(page, NAME).getByRole("button", { name: "Go on" }).click();
    await expect(model(page, NAME)).toHaveAttribute("data-complete", "true");
    expect(hub.requests.some((request) => request.endsWith("/config.json"))).toBe(false);
    await hub.close();
  });

  await test.step("a folder is brought in", async () => {
    await page.getByLabel("Open a folder").setInputFiles(folder);
    await expect(page.getByRole("region", { name: "Found" })).toContainText("bytes-policy, a local folder");
    await expect(page.getByLabel("Weights").getByRole("option")).toHaveText([/^safetensors/, /^ONNX, fp32/]);
    await page.getByRole("button", { name: "Bring in" }).click();
    await expect(model(page, "bytes-policy")).toHaveAttribute("data-complete", "true");
    await expect(model(page, "bytes-policy")).toContainText("A policy, and the base of reward models");
  });

  await test.step("adapters are put on it, and the reward model they make is brought in", async () => {
    const adapters = join(outputDir, "trained-there");
    await mkdir(adapters, { recursive: true });
    for (const [path, bytes] of await tinyAdapter(bytesPolicy)) await writeFile(join(adapters, path), bytes);
    await page.getByLabel("Open a folder").setInputFiles(adapters);
    const found = page.getByRole("region", { name: "Found adapters" });
    await expect(found.getByLabel("The model they were trained on")).toHaveValue(/.+/);
    expect(await seriousViolations(page)).toEqual([]);
    await found.getByRole("button", { name: "Put them on it" }).click();
    await expect(page.getByRole("region", { name: "Found", exact: true })).toContainText(
      "bytes-policy with trained-there",
    );
    await page.getByRole("button", { name: "Bring in" }).click();
    const merged = model(page, "bytes-policy with trained-there");
    await expect(merged).toHaveAttribute("data-complete", "true");
    await expect(merged).toContainText("A reward model");
    await merged.getByRole("button", { name: /^Delete / }).click();
    await page.getByRole("button", { name: /^Delete for good/ }).click();
  });

  await test.step("so is an ONNX graph of an architecture that only transformers.js runs, dropped; it only writes", async () => {
    await drop(page, foreign);
    await expect(page.getByTestId("model-facts").first()).toContainText("olmo2");
    await expect(page.getByTestId("model-facts").first()).toContainText("by transformers.js as its ONNX graph has it");
    await expect(page.getByRole("region", { name: "Found" })).toContainText("no reward model can start from it");
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Bring in" }).click();
    await expect(model(page, GRAPH)).toHaveAttribute("data-complete", "true");
  });

  await test.step("in Explore one judges, the other answers", async () => {
    await page.goto("/#/explore?device=wasm&maxTokens=8");
    await page.getByRole("button", { name: "Reward models", exact: true }).click({ timeout: 60_000 });
    const judge = page.getByRole("menuitemcheckbox", { name: NAME });
    await judge.click();
    await expect(judge).toBeChecked({ timeout: 60_000 });
    await page.keyboard.press("Escape");
    await page.getByLabel("Prompt", { exact: true }).fill("Mia has 3 apples.");
    await page.getByRole("button", { name: "Generate" }).click();
    await expect(page.getByTestId(/^legend-model:/)).toContainText(NAME, { timeout: 60_000 });
    await page.getByRole("button", { name: "Policy", exact: true }).click();
    await page.getByRole("menuitemradio", { name: GRAPH }).click();
    await expect(page.getByRole("button", { name: `Policy: ${GRAPH}` })).toBeEnabled();
    await expect(page.getByRole("alert")).toContainText("written with another vocabulary, and stays as it was");
    // Words that the playground's policy does not know. No loaded reward model reads the bytes of this policy.
    await page.getByLabel("Prompt", { exact: true }).fill("¿Qué?");
    await page.getByRole("button", { name: "Generate" }).click();
    await expect(page.getByTestId("branch")).toHaveCount(1);
    await expect(page.getByRole("alert")).toHaveCount(0);
    await page.getByRole("button", { name: `Policy: ${GRAPH}` }).click();
    await page.getByRole("menuitemradio", { name: "The policy that learned from the class" }).click();
    await expect(page.getByRole("button", { name: "Policy", exact: true })).toBeEnabled();
  });

  await test.step("in Train one is the base", async () => {
    await page.getByRole("link", { name: "Train", exact: true }).click();
    await expect(page.getByLabel("Base", { exact: true }).getByRole("option", { name: GRAPH })).toHaveCount(0);
    await page.getByLabel("Base", { exact: true }).selectOption("bytes-policy");
    await expect(page).toHaveURL(/base=model%3A|base=model:/);
    await page.getByLabel("Base", { exact: true }).selectOption("the backbone of the playground");
  });

  await test.step("a deletion can be undone until it is for good", async () => {
    await page.getByRole("link", { name: "Models", exact: true }).click();
    await page.getByRole("button", { name: `Delete ${NAME}` }).click();
    await expect(model(page, NAME)).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(model(page, NAME)).toHaveCount(1);
    await page.getByRole("button", { name: `Delete ${NAME}` }).click();
    await page.getByRole("button", { name: /^Delete for good/ }).click();
    await page.reload();
    await expect(model(page, /-policy/)).toHaveCount(2);
    await expect(model(page, NAME)).toHaveCount(0);
  });
});
