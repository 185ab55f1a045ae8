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
  const kept = page.getByTestId("model").filter({ hasText: name });
  await expect(kept).toHaveAttribute("data-complete", "true");
}

for (const device of ["webgpu", "wasm"]) {
  test(`on ${device} a policy and a judge of foreign architectures come from the hub: one answers, the other judges`, async ({
    page,
    chosenHosts,
  }) => {
    await page.goto("/#/models");
    for (const [name, files] of [[POLICY, await foreignPolicy()] as const, [JUDGE, tinyJudge()] as const]) {
      const hub = await mockHub(name, files);
      chosenHosts.add(hub.url);
      await download(page, hub.url, name);
      await hub.close();
    }
    await page.goto(`/#/explore?device=${device}&maxTokens=4`);
    await page.getByRole("button", { name: "Policy", exact: true }).click({ timeout: 60_000 });
    await page.getByRole("menuitemradio", { name: POLICY }).click();
    await page.getByRole("button", { name: "Reward models", exact: true }).click({ timeout: 60_000 });
    const judge = page.getByRole("menuitemcheckbox", { name: JUDGE });
    await judge.click();
    await expect(judge).toBeChecked({ timeout: 60_000 });
    await page.keyboard.press("Escape");
    await page.getByLabel("Prompt", { exact: true }).fill("two?");
    await page.getByRole("button", { name: "Generate" }).click();
    await expect(page.getByTestId("branch")).toHaveCount(1, { timeout: 60_000 });
    await expect(page.getByTestId(/^legend-model:/)).toContainText(`${JUDGE} (fp32) (scored prefix by prefix)`);
    await expect(page.locator("[data-step-end]").first()).toBeVisible();
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
}
