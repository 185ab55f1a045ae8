import type { Page } from "@playwright/test";
import { expectAccessible, seriousViolations } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { withoutModels } from "./tiny-models.ts";

/** Opens a lesson from the previous one, or from the list, and makes its prediction. */
async function predict(page: Page, option: string): Promise<void> {
  const prediction = page.getByRole("button", { name: option });
  await expect(prediction).toHaveAttribute("aria-pressed", "false");
  await prediction.focus();
  await page.keyboard.press("Enter");
  await expect(prediction).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText(/^As you predicted|^It comes out otherwise/)).toBeVisible();
}

const choose = (page: Page, option: string) => page.getByRole("radiogroup").getByText(option).click();
const next = (page: Page) => page.getByRole("link", { name: /^Next/ }).click();

/** As it stands, the lesson has nothing that axe finds serious, and nothing wider than a phone. */
async function sound(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.setViewportSize({ width: 1280, height: 800 });
}
const title = (page: Page, name: string) => expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

test("the lessons, one after the other: predicted, worked by keyboard, and opened in the playground", async ({
  page,
}) => {
  // A font or a script that the page's policy refuses is a complaint.
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await withoutModels(page);
  await page.goto("/#/learn");
  await expectAccessible(page, { narrow: 360 });
  await page.getByRole("link", { name: "Begin with lesson 1" }).click();

  await title(page, "What a reward model sees");
  // The answer is hidden until the reader has made a prediction.
  await expect(page.getByText("This is shown once you have predicted.")).toBeVisible();
  await predict(page, "It drifts");
  await expect(page.getByRole("button", { name: /It jumps.*right/ })).toBeVisible();
  // A formula's symbol is explained on focus, and marked in formula and figure.
  await page.getByRole("button", { name: /^r\s*t process reward$/ }).focus();
  await expect(page.getByRole("tooltip")).toContainText("after reading the first t tokens");
  expect(await page.locator(".katex [data-marked]").count()).toBe(1);
  // Token by token.
  await page.getByRole("button", { name: "Token 1, (b)" }).focus();
  for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowRight");
  await expect(page.getByText("token 10, +")).toBeVisible();
  await expectAccessible(page, { narrow: 360 });

  await next(page);
  await title(page, "Only the last token learns");
  await predict(page, "At 2");
  await expect(page.getByText("BT pushes 2 of 48 rewards, largest push 0.50", { exact: true })).toBeVisible();
  await choose(page, "after BT");
  await page.getByRole("slider", { name: /share of consistency/ }).focus();
  await page.keyboard.press("End");
  await expect(page.getByText("share of consistency ρ 1.00")).toBeVisible();
  await sound(page);
  await page.getByRole("link", { name: "Open this in Train" }).click();
  await expect(page).toHaveURL(/#\/train\?.*runs=bt%2Cicrm/);
  await expect(page.getByRole("checkbox", { name: /^GRM/ })).not.toBeChecked();
  await expect(page.getByLabel("Steps", { exact: true })).toHaveValue("60");

  await page.goBack();
  await next(page);
  await title(page, "The value of half an answer");
  await predict(page, "At the ends of steps");
  await expect(page.getByText("beyond the bound: 0 of 24 edges")).toBeVisible();
  await page.getByRole("button", { name: "Token 20, 22" }).focus();
  await expect(page.getByText("22: q .80, so at most 0.20 is allowed; it moved from 0.80 to 1.00")).toBeVisible();
  await choose(page, "σ(r), BT");
  await expect(page.getByText(/beyond the bound: [1-9]\d* of 24 edges/)).toBeVisible();
  await sound(page);

  await next(page);
  await title(page, "The regulariser, edge by edge");
  await predict(page, "Nothing: the loss is at its minimum");
  await expect(page.getByText("mean reward: right 0.00, wrong 0.00")).toBeVisible();
  await page.getByRole("slider", { name: "Reward of the right answer, token 1, (c)" }).focus();
  await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 7; i++) await page.keyboard.press("PageUp");
  // The axis reaches up to the highest reward.
  await expect(page.getByRole("slider", { name: "Reward of the right answer, token 2, 3" })).toHaveAttribute(
    "aria-valuenow",
    "4",
  );
  await page.getByRole("button", { name: "All equal" }).click();
  await page.getByRole("button", { name: "10 steps downhill" }).click();
  await expect(page.getByText(/mean reward: right [1-9.]+\d*, wrong −[1-9.]+/)).toBeVisible();
  await sound(page);

  await next(page);
  await title(page, "Is it the generation probability?");
  await expect(page.getByRole("row", { name: /mutual × uniform/ })).toHaveCount(0);
  await predict(page, "It falls back to that of GRM");
  await expect(page.getByRole("row", { name: /mutual × uniform/ })).toBeVisible();
  await page.getByRole("radio", { name: "minus ICRM, ρ 0.5" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("row", { name: /^GRM/ })).toHaveCount(0);
  await sound(page);

  await next(page);
  await title(page, "From rewards to behaviour");
  await predict(page, "They rise, then fall");
  await page.getByRole("slider", { name: "N", exact: true }).focus();
  await page.keyboard.press("End");
  await expect(page.getByText(/^BT: \d+ % right, reward/)).toBeVisible();
  await sound(page);
  await choose(page, "DPO");
  await expect(page.getByRole("row", { name: /^verifier/ }).first()).toBeVisible();

  await next(page);
  await title(page, "Sweeps without fooling yourself");
  await predict(page, "Worse, on average");
  await page.getByRole("slider", { name: "Seeds that choose" }).focus();
  await page.keyboard.press("End");
  await expect(page.getByText("7 seeds choose")).toBeVisible();
  await page.getByRole("button", { name: "Other seeds" }).click();
  await sound(page);

  await page.getByRole("link", { name: /For teachers/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "For teachers" })).toBeVisible();
  await sound(page);

  // The prediction is kept.
  await page.goto("/#/learn");
  await expect(page.getByText("prediction made")).toHaveCount(7);
  expect(complaints).toEqual([]);
});
