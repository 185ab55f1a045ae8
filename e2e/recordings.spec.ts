import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";

const recorded = JSON.parse(readFileSync("public/recordings/explore.json", "utf8"));
const [{ tokens }] = recorded.trajectories;

/** Holds all requests for models back until `let()`. */
async function holdModels(page: Page): Promise<{ let(): void }> {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/models/**", async (route) => {
    await held;
    await route.continue();
  });
  return { let: answer };
}

const barOf = (page: Page) => page.getByRole("region", { name: "Recorded example" });

test("Explore opens with a recorded trajectory without any model; it runs live, and the page can be emptied", async ({
  page,
}) => {
  const models = await holdModels(page);
  await page.goto("/#/explore?device=wasm");
  const bar = barOf(page);
  const chips = page.locator("[data-q]");
  await expect(chips).toHaveCount(tokens.length);
  await expect(bar).toContainText("Look at step");
  await expect(page.getByTestId("legend-truth")).toBeVisible();
  await expect(page.getByTestId("legend-exact")).toBeVisible();
  // The page opens with the recording anyway, so the address does not mention it.
  await expect(page).toHaveURL(/#\/explore\?device=wasm$/);

  models.let();
  await bar.getByRole("button", { name: "Run it live" }).click();
  await expect(page.getByTestId("branch")).toContainText("sampled, seed", { timeout: 60_000 });
  await expect(bar).toHaveCount(0);
  await expect(page.getByTestId("announcement")).toContainText("Values measured", { timeout: 60_000 });
  expect(await chips.allInnerTexts()).toHaveLength(tokens.length);
  await expect(page).toHaveURL(/t=w2\./);

  await page.goto("/#/explore?device=wasm&scale=sigma");
  await page.reload();
  await bar.getByRole("button", { name: "Start empty" }).click();
  await expect(chips).toHaveCount(0);
  await expect(page.getByLabel("Prompt", { exact: true })).toBeFocused();
  await expect(page.getByText("Begin with one of these")).toBeVisible({ timeout: 60_000 });
});

test("Train opens with three runs side by side that can be dragged through without any model, and emptied", async ({
  page,
}) => {
  await holdModels(page);
  await page.goto("/#/train?device=wasm");
  const bar = barOf(page);
  await expect(bar).toContainText("Drag the slider");
  await expect(page.getByTestId("runs").getByRole("listitem")).toHaveCount(3);
  await expect(page.getByRole("region", { name: "Pinned pair" }).locator("[data-q]").first()).toBeVisible();
  // The sentence is about the last token, which a narrow window shows first.
  await expect(page.getByTestId("pinned-chosen").locator("[data-column]").last()).toBeInViewport();
  const slider = page.getByLabel("Step of the training that is shown");
  await expect(page.getByText("step 100 / 100")).toBeVisible();
  await slider.fill("0");
  await expect(page.getByText("step 0 / 100")).toBeVisible();
  await expect(page).toHaveURL(/#\/train\?device=wasm$/);
  await bar.getByRole("button", { name: "Start empty" }).press("Enter");
  await expect(page.getByTestId("runs")).toHaveCount(0);
  await expect(bar).toHaveCount(0);
  // The button is gone, a person on the keyboard is still there.
  await expect(page.locator(":focus")).toHaveCount(1);
});

for (const path of ["evaluate", "best-of-n"]) {
  test(`${path} opens with a recorded measurement without any model, and can be emptied`, async ({ page }) => {
    await holdModels(page);
    await page.goto(`/#/${path}`);
    await expect(barOf(page)).toContainText("ook at the");
    await expect(page.locator('[data-testid="judge"][data-of="icrm"]')).toBeVisible();
    await barOf(page).getByRole("button", { name: "Start empty" }).click();
    await expect(barOf(page)).toHaveCount(0);
    await expect(page.getByTestId("judge")).toHaveCount(0);
  });
}

test("Runs opens with recorded runs laid over each other, beside the way to runs of one's own", async ({ page }) => {
  await page.goto("/#/runs");
  await expect(barOf(page)).toContainText("Look at the three curves");
  await expect(page.getByRole("list", { name: "Recorded runs" }).getByRole("listitem")).toHaveCount(3);
  await expect(page.getByRole("region", { name: "Selected runs" }).locator("svg path").first()).toBeVisible();
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await barOf(page).getByRole("button", { name: "Start empty" }).click();
  await expect(page.getByRole("region", { name: "Selected runs" })).toHaveCount(0);
});

test("Align opens with policies that were tuned before, and can be emptied", async ({ page }) => {
  await holdModels(page);
  await page.goto("/#/align");
  await expect(barOf(page)).toContainText("Look at the first two charts");
  await expect(page.getByTestId("lanes").getByRole("listitem")).toHaveCount(3);
  await expect(page.getByRole("columnheader", { name: /^tuned to ICRM/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Side by side" }).locator("[data-branch]").first()).toBeVisible();
  await expect(page).toHaveURL(/#\/align$/);
  await barOf(page).getByRole("button", { name: "Start empty" }).click();
  await expect(barOf(page)).toHaveCount(0);
  await expect(page.getByTestId("lanes")).toHaveCount(0);
});

test("Sweep opens with a sweep that ended before, to which nothing is added, and can be emptied", async ({ page }) => {
  await page.goto("/#/sweep?device=wasm");
  await expect(barOf(page)).toContainText("Every line is one of 24 trainings");
  await expect(page.getByTestId("trial")).toHaveCount(24);
  await page.goto("/#/sweep?trials=48");
  await expect(barOf(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("A sweep trains the same reward model")).toBeVisible();
  await page.goto("/#/sweep");
  await page.reload();
  await expect(page.getByRole("button", { name: /more trials|fresh seeds|Delete/ })).toHaveCount(0);
  await barOf(page).getByRole("button", { name: "Start empty" }).click();
  await expect(page.getByTestId("trial")).toHaveCount(0);
});

test("a figure stands alone, without an engine, where the address asks for it before the page", async ({
  page,
  baseURL,
}) => {
  for (const [figure, path] of Object.entries({ trajectory: "explore?device=wasm", signal: "train" })) {
    await page.goto(`/?embed=${figure}#/${path}`);
    await page.reload();
    await expect(page.locator(`[data-figure="${figure}"] [data-q]`).first()).toBeVisible();
    expect(page.workers()).toEqual([]);
  }
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(page.getByRole("button", { name: "Start", exact: true })).toBeHidden();
  await expect(page).toHaveURL(`${baseURL}/?embed=signal#/train`);
});
