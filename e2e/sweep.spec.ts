import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels, serveTinyPairs } from "./tiny-models.ts";

test.beforeEach(async ({ context }) => {
  await serveTinyModels(context);
  await serveTinyPairs(context);
});

const trials = (page: Page) => page.getByTestId("trial");

test("a sweep is built from the Train form, runs, is brushed, survives a reload and leads back to Train", async ({
  page,
}) => {
  await test.step("what Train has is locked, what varies is counted", async () => {
    await page.goto("/#/train?device=wasm&runs=bt&steps=3&batchSize=4&evalSteps=3&pairs=8&heldOut=4");
    await expect(page.getByTestId("data-summary")).toContainText("24 to train on", { timeout: 90_000 });
    await page.getByRole("link", { name: "Sweep" }).click();
    await page.getByRole("button", { name: "Lock ρ" }).click();
    await page.getByRole("combobox", { name: "Vary another field" }).fill("Label");
    await page.getByRole("option", { name: "Label smoothing" }).click();
    const trialsWanted = page.getByRole("textbox", { name: "Trials" });
    await trialsWanted.fill("4");
    await expect(page.getByTestId("cost")).toContainText("2 configurations × 2 seeds = 4 runs");
    await page.getByRole("textbox", { name: "Learning rate, to" }).fill("0.00001");
    await expect(page.getByRole("alert")).toContainText("A range is no range");
    await page.getByRole("textbox", { name: "Learning rate, to" }).fill("0.01");
  });

  await test.step("trials end one by one, and the best is told with what stands behind it", async () => {
    await page.getByRole("button", { name: "Start sweep" }).click();
    await expect(trials(page)).toHaveCount(4, { timeout: 120_000 });
    await expect(page.getByTestId("announcement")).toHaveText("The sweep has ended.");
    await expect(page.getByTestId("best-of")).toContainText("over 2 seeds of 2 configurations, 4 trials in all");
    await expect(
      page.getByRole("img", { name: /^A line for each of 4 trials across Learning rate, Label/ }),
    ).toBeVisible();
  });

  await test.step("a brush by keyboard reaches the table; a hovered trial is lit", async () => {
    const from = page.getByRole("slider", { name: "held-out accuracy, brushed from" });
    await from.focus();
    // The worst trial is at the end of the axis.
    await from.press("ArrowRight");
    await expect(page.getByText(/[1-4] outside of the brushes/)).toBeVisible();
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect(page.getByText(/[1-4] outside of the zoom/)).toBeVisible();
    await expect(page.getByRole("img", { name: /^A line for each of [0-3] trials/ })).toBeVisible();
    await page.getByRole("button", { name: "Zoom out" }).click();
    await expect(page.getByText(/[1-4] outside of the brushes/)).toBeVisible();
    await page.getByRole("button", { name: "Clear brushes" }).click();
    await expect(trials(page)).toHaveCount(4);
    await trials(page).first().hover();
    await expect(trials(page).first()).toHaveAttribute("data-lit");
    const pinned = page.getByRole("region", { name: "Pinned pair" });
    const before = await pinned.getByText(/^The pinned pair under/).textContent();
    await trials(page).nth(1).hover();
    await expect(pinned).toContainText(/under trial [12], seed [01] /);
    await expect(pinned.getByText(/^The pinned pair under/)).not.toHaveText(before ?? "");
    await expect(
      pinned.getByRole("img", { name: /^chosen, σ\(r\) after every token: prompt 0\.\d\d, / }),
    ).toBeVisible();
  });

  await test.step("it is there after a reload, with no serious barrier", async () => {
    await page.reload();
    await expect(trials(page)).toHaveCount(4, { timeout: 60_000 });
    await expectAccessible(page);
  });

  await test.step("deleted, it can be brought back; a trial is pointed at by focus", async () => {
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(trials(page)).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(trials(page)).toHaveCount(4);
    await page.mouse.move(0, 0);
    await trials(page).nth(2).focus();
    await expect(trials(page).nth(2)).toHaveAttribute("data-lit");
  });

  await test.step("the best configuration opens in Train", async () => {
    await page.getByRole("button", { name: "Open in Train" }).click();
    await expect(page).toHaveURL(/#\/train\?.*runs=bt/);
    await expect(page).toHaveURL(/labelSmoothing=0\.\d/);
  });
});
