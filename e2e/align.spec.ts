import { Buffer } from "node:buffer";
import type { Page } from "@playwright/test";
import { wordProblems } from "../src/engine/world/index.ts";
import { briefPolicy } from "../src/testing/tiny-models.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels } from "./tiny-models.ts";

/** Settings with so few pairs and small batches that a step takes no time. */
const small = "device=wasm&prompts=8&samples=4&batchSize=4&epochs=4&evalSteps=4&validation=2&test=3&learningRate=0.003";

const policy = new Map(
  [...briefPolicy({ seed: 1, layers: 2 })].map(([name, bytes]) => [`policy/${name}`, bytes] as const),
);

test.beforeEach(({ context }) => serveTinyModels(context, policy));

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const progress = (page: Page) => page.getByTestId("progress");
const lane = (page: Page, id: string) => page.getByTestId("lanes").locator(`[data-lane="${id}"]`);

async function openAlign(page: Page, search = small): Promise<void> {
  await page.goto(`/#/align?${search}`);
  await expect(button(page, "Start")).toBeEnabled({ timeout: 60_000 });
}

test("pairs are looked at first, then two policies are trained side by side and judged", async ({ page }) => {
  await openAlign(page);
  await button(page, "Build pairs").click();
  for (const id of ["bt", "icrm"]) {
    await expect(page.getByTestId(`pairs-${id}`)).toHaveText("8 pairs from 8 prompts", { timeout: 60_000 });
  }
  await expect(progress(page)).toContainText("ready");
  const pairs = page.getByRole("article", { name: "Pairs of ICRM" });
  const counts = await pairs.locator("rect").evaluateAll((bars) => bars.map((bar) => Number(bar.dataset.count)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8);
  await expect(pairs).toContainText("8 both wrong");
  await pairs.getByText("Look at the pairs").click();
  await expect(pairs.getByRole("listitem").filter({ hasText: "rejected" })).toHaveCount(8);

  await button(page, "Start").click();
  await expect(progress(page)).toContainText("ended", { timeout: 90_000 });
  for (const id of ["bt", "icrm"]) await expect(lane(page, id)).toContainText("8 pairs · step 8 / 8 · reward");
  const reading = (chart: string) => page.getByLabel(`${chart}, ICRM`, { exact: true });
  await expect(reading("gold accuracy")).toHaveText("0");
  await expect(reading("KL to the base, nats")).not.toHaveText(/^(0|–)$/);
  await expect(reading("mean reward, above the base's")).not.toHaveText(/^(0|–)$/);
  await expect(reading("response length, tokens")).not.toHaveText("–");
  await page.getByText("On the pairs: loss and implicit rewards").click();
  await expect(reading("rewards/accuracies")).not.toHaveText("–");

  const results = page.getByRole("table");
  await expect(results.getByRole("columnheader")).toHaveText(["base", "tuned to BTstep 8", "tuned to ICRMstep 8"]);
  await expect(results.getByRole("row", { name: /^win \/ tie \/ loss/ }).first()).toContainText("0 / 3 / 0");
  await expect(results.getByRole("row", { name: /^KL to the base/ })).toContainText("0.00 [0.00, 0.00]");
  await expect(results.getByRole("row", { name: /^collapse/ })).toBeVisible();
  await expectAccessible(page);
});

test("answers are held side by side, token by token; tuned policies are kept and can be taken along", async ({
  page,
}) => {
  // With this learning rate the policy differs from the base in the first two digits.
  await openAlign(page, `${small.replace("0.003", "0.03")}&rewards=bt`);
  await button(page, "Start").click();
  await expect(progress(page)).toContainText("ended", { timeout: 90_000 });
  const samples = page.getByRole("region", { name: "Side by side" });
  await expect(samples).toContainText(wordProblems.problems({ split: "test", n: 1, seed: 0 })[0]?.prompt ?? "none");
  await expect(samples.getByText("✗ wrong")).toHaveCount(2);
  const chip = samples.locator('[data-branch="1"][data-column="1"]');
  await chip.focus();
  await expect(samples.getByTestId("answer-readout")).toContainText(/^B, token 1 .* · q .* · BT r [+−]\d/);
  await page.keyboard.press("ArrowUp");
  await expect(samples.getByTestId("answer-readout")).toContainText("A, token 1");
  await samples.getByRole("button", { name: "Next problem" }).click();
  await expect(samples.getByTestId("problem-place")).toHaveText("2 of 3");
  await samples.getByText("won 0").click();
  await expect(samples).toContainText("No problem came out like that.");

  const kept = page.getByTestId("kept-policy");
  await expect(kept).toContainText("Tiny policy · DPO by BT");
  const downloaded = page.waitForEvent("download");
  await kept.getByRole("button", { name: "Download" }).click();
  expect((await downloaded).suggestedFilename()).toBe("Tiny-policy-DPO-by-BT.zip");
  // The playground's policy, the class, and the tuned policy.
  await expect(page.getByLabel("Policy", { exact: true }).locator("option")).toHaveCount(3);

  await kept.getByRole("link", { name: "use in Explore" }).click();
  await expect(button(page, "Policy: tuned")).toBeEnabled({ timeout: 60_000 });
  await page.getByLabel("Prompt", { exact: true }).fill("Mia has 3 apples.");
  await button(page, "Generate").click();
  await expect(page.getByTestId("branch")).toHaveCount(1, { timeout: 60_000 });
  await expect(page).toHaveURL(/policy=[0-9a-f-]{36}/);
  // The answer's own address: the one before held the recording, computed again by the tuned policy.
  await expect(page).toHaveURL(/prompt=Mia\+has\+3\+apples.*[?&]t=/);
  const chips = page.getByRole("toolbar", { name: /^Trajectory A/ }).locator("[data-column]");
  const labels = async () => (await chips.evaluateAll((all) => all.map((one) => one.ariaLabel))).join("\n");
  const tuned = await labels();
  await page.reload();
  await expect(button(page, "Policy: tuned")).toBeEnabled({ timeout: 60_000 });
  await expect.poll(labels, { timeout: 60_000 }).toBe(tuned);
  await button(page, "Policy: tuned").click();
  await page.getByRole("menuitemradio", { name: "The policy that learned from the class" }).click();
  await expect(button(page, "Policy")).toBeEnabled({ timeout: 60_000 });
  // The tokens are the same, with the base's probabilities.
  await expect.poll(labels).not.toBe(tuned);
  await expect(page).not.toHaveURL(/policy=/);

  await page.goto(`/#/align?${small}`);
  await expect(kept).toHaveCount(1, { timeout: 60_000 });
  await kept.getByRole("button", { name: "Delete" }).click();
  await button(page, "Delete for good").click();
  await expect(kept).toHaveCount(0);
});

test("a link to a policy that is not in this browser says so, and shows the rest", async ({ page }) => {
  await page.goto("/#/explore?device=wasm&prompt=Mia%20has%203%20apples.&policy=gone");
  await expect(page.getByRole("alert")).toContainText("The policy of this link is not in this browser", {
    timeout: 60_000,
  });
  await expect(page.getByLabel("Prompt", { exact: true })).toHaveValue("Mia has 3 apples.");
  await expect(button(page, "Policy")).toBeEnabled();
});

test("waits when paused, ends early when stopped, and lets go when cancelled", async ({ page }) => {
  // Some six hundred steps: time enough to press a button in.
  const long = small
    .replace("epochs=4", "epochs=20")
    .replace("batchSize=4", "batchSize=1")
    .replace("prompts=8", "prompts=32");
  await openAlign(page, `${long}&rewards=bt`);
  await button(page, "Start").click();
  await expect(lane(page, "bt")).toContainText(/step [1-9]/, { timeout: 90_000 });
  await button(page, "Pause").click();
  await expect(progress(page)).toContainText("paused");
  let paused: string | null = null;
  await expect
    .poll(
      async () => {
        const last = paused;
        paused = await lane(page, "bt").textContent();
        return paused === last;
      },
      { intervals: [1_000] },
    )
    .toBe(true);
  await button(page, "Resume").click();
  await expect(lane(page, "bt")).not.toHaveText(paused ?? "");
  await button(page, "Stop").click();
  await expect(progress(page)).toContainText("ended", { timeout: 60_000 });
  await expect(lane(page, "bt")).not.toContainText(/step (\d+) \/ \1\b/);

  await button(page, "Start").click();
  await expect(lane(page, "bt")).toContainText(/step [1-9]/, { timeout: 60_000 });
  await button(page, "Cancel").click();
  await expect(progress(page)).toContainText("ready", { timeout: 60_000 });
  await expect(page.getByTestId("announcement")).toHaveText("Cancelled.");
});

test("what cannot be aligned is said, and what was set stays in the address", async ({ page }) => {
  await openAlign(page);
  const alert = page.getByRole("alert");
  await page.getByLabel("β", { exact: true }).fill("0");
  await button(page, "Start").click();
  await expect(alert).toContainText("With β = 0 the loss does not depend on the policy");
  await page.getByLabel("β", { exact: true }).fill("0.2");
  await expect(page).toHaveURL(/beta=0\.2/);

  await page.getByLabel("Smallest gap (reward)", { exact: true }).fill("9");
  await button(page, "Build pairs").click();
  await expect(alert).toContainText("No preference pair is left to train on");
  await expect(alert).toContainText("8 whose rewards are equal or too close");
  await page.getByLabel("Smallest gap (reward)", { exact: true }).fill("0");

  const prompts = (name: string, records: readonly object[]) =>
    page.locator('input[type="file"]').setInputFiles({
      name,
      mimeType: "application/x-ndjson",
      buffer: Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join("")),
    });
  await prompts("judged.jsonl", wordProblems.problems({ split: "test", n: 2, seed: 0 }));
  await expect(page.getByTestId("prompts")).toContainText("judged.jsonl");
  await button(page, "Build pairs").click();
  await expect(alert).toContainText("among the problems the policy is judged on");
  await prompts("unknown.jsonl", [{ prompt: "Mia has 3 zeppelins." }]);
  await button(page, "Build pairs").click();
  await expect(alert).toContainText('does not know the word "zeppelins"');
  await expect(page.getByLabel("β", { exact: true })).toHaveValue("0.2");
});
