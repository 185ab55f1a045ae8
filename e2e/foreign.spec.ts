import type { Page } from "@playwright/test";
import { encodeJson, parseJson } from "../src/engine/checkpoint/json.ts";
import { mockHub } from "../src/testing/mock-hub.ts";
import { tinyJudge } from "../src/testing/tiny-judge.ts";
import { exportedModel, tinyModel } from "../src/testing/tiny-models.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels } from "./tiny-models.ts";

const POLICY = "someone/olmo-policy";
const JUDGE = "someone/encoder-judge";

test.beforeEach(({ context }) => serveTinyModels(context));

/** A tiny policy as the graph of an architecture that the playground has no decoder of. */
async function foreignPolicy(): Promise<Map<string, Uint8Array>> {
  const files = await exportedModel(tinyModel({ seed: 5, valueHead: false, tokenizer: "qwen" }));
  const config = parseJson(files.get("config.json") as Uint8Array, "config.json") as object;
  return files.set("config.json", encodeJson({ ...config, model_type: "olmo2" }));
}

async function download(page: Page, host: string, name: string): Promise<void> {
  await page.getByLabel("Host").fill(host);
  await page.getByLabel("Model of the hub").fill(name);
  await page.getByRole("button", { name: "Look it up" }).click();
  await page.getByRole("button", { name: "Download" }).click();
  await expect(kept(page, name)).toHaveAttribute("data-complete", "true");
}

function kept(page: Page, name: string) {
  return page.getByTestId("model").filter({ hasText: name });
}

/** Lets a policy judge by its answer; an answer that is no token of its vocabulary is refused first. */
async function ask(page: Page, name: string): Promise<void> {
  const model = kept(page, name);
  await model.getByText("Let it judge by its answer").click();
  await model.getByLabel("Question").fill("{prompt} {response}");
  await model.getByRole("button", { name: "Let it judge" }).click();
  await expect(page.getByRole("alert")).toContainText('"yes" is not one token of the model');
  await model.getByLabel("Token for right").fill("y");
  await model.getByLabel("Token for wrong").fill("n");
  await model.getByRole("button", { name: "Let it judge" }).click();
  await expect(model.getByText("Judges by its answer")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
}

test("a policy and a judge of foreign architectures come from the hub; on both devices one answers, both judge", {
  tag: "@gpu",
}, async ({ page, chosenHosts }) => {
  await page.goto("/#/models");
  for (const [name, files] of [[POLICY, await foreignPolicy()] as const, [JUDGE, tinyJudge()] as const]) {
    const hub = await mockHub(name, files);
    chosenHosts.add(hub.url);
    await download(page, hub.url, name);
    await hub.close();
  }
  await ask(page, POLICY);
  for (const device of ["webgpu", "wasm"]) {
    await test.step(`on ${device}`, async () => {
      await page.goto(`/#/explore?device=${device}&maxTokens=4`);
      await page.reload();
      await page.getByRole("button", { name: "Policy", exact: true }).click({ timeout: 60_000 });
      await page.getByRole("menuitemradio", { name: POLICY }).click();
      await page.getByRole("button", { name: "Reward models", exact: true }).click({ timeout: 60_000 });
      for (const name of [JUDGE, POLICY]) {
        const judge = page.getByRole("menuitemcheckbox", { name });
        await judge.click();
        await expect(judge).toBeChecked({ timeout: 60_000 });
      }
      await page.keyboard.press("Escape");
      await page.getByLabel("Prompt", { exact: true }).fill("two?");
      await page.getByRole("button", { name: "Generate" }).click();
      await expect(page.getByTestId("branch")).toHaveCount(1, { timeout: 60_000 });
      await expect(page.getByTestId(/^legend-model:/)).toContainText([
        `${JUDGE} (fp32) (scored prefix by prefix)`,
        `${POLICY} (fp32) (log-odds of “y” over “n”, prefix by prefix)`,
      ]);
      await expect(page.locator("[data-step-end]").first()).toBeVisible();
      await expect(page.getByRole("alert")).toHaveCount(0);
    });
  }
  await test.step("asked otherwise, the policy judges otherwise", async () => {
    await page.getByRole("link", { name: "Models", exact: true }).click();
    const model = kept(page, POLICY);
    await model.getByText("Judges by its answer").click();
    await model.getByLabel("Token for right").fill("a");
    await model.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: "Explore", exact: true }).click();
    await expect(page.getByTestId(/^legend-model:/).last()).toContainText("log-odds of “a” over “n”", {
      timeout: 60_000,
    });
  });
});
