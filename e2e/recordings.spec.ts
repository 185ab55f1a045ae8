import { readFileSync } from "node:fs";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./test.ts";

const recorded = JSON.parse(readFileSync("public/recordings/explore.json", "utf8"));
const [{ tokens }] = recorded.trajectories;

test("Explore opens with a recorded trajectory without any model; it runs live, and the page can be emptied", async ({
  page,
}) => {
  let letEngineLoad = () => {};
  const shown = new Promise<void>((resolve) => {
    letEngineLoad = resolve;
  });
  await page.route("**/models/**", async (route) => {
    await shown;
    await route.continue();
  });
  await page.goto("/#/explore?device=wasm");
  const bar = page.getByRole("region", { name: "Recorded example" });
  const chips = page.locator("[data-q]");
  await expect(chips).toHaveCount(tokens.length);
  await expect(bar).toContainText("Look at step");
  await expect(page.getByTestId("legend-truth")).toBeVisible();
  await expect(page.getByTestId("legend-exact")).toBeVisible();
  // A recording is what the page opens with anyway: the address has nothing to say of it.
  await expect(page).toHaveURL(/#\/explore\?device=wasm$/);
  await expectAccessible(page);

  letEngineLoad();
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
