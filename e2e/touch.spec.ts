import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./test.ts";

test.use({ hasTouch: true, viewport: { width: 390, height: 800 } });

/** Moves a finger from one point of an element to another, in pixels from its corner. */
async function drag(page: Page, element: Locator, from: [number, number], to: [number, number]): Promise<void> {
  await element.scrollIntoViewIfNeeded();
  const { x, y } = (await element.boundingBox()) ?? { x: 0, y: 0 };
  const finger = await page.context().newCDPSession(page);
  const at = (share: number) => [
    { x: x + from[0] + share * (to[0] - from[0]), y: y + from[1] + share * (to[1] - from[1]) },
  ];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (let share = 0.1; share < 1.05; share += 0.1)
    await finger.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(share) });
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

test("a finger pins a token, drags back through a training and brushes an axis", async ({ page }) => {
  // The recordings are enough, so no model has to come.
  await page.route("**/models/**", () => {});
  await page.goto("/#/explore?device=wasm");
  await page.locator("[data-q]").nth(3).tap();
  await expect(page.getByRole("region", { name: "Token under the crosshair" })).toContainText("pinned");

  await page.goto("/#/train?device=wasm");
  await expect(page.getByText("step 100 / 100")).toBeVisible();
  const scrubber = page.getByLabel("Step of the training that is shown");
  const width = (await scrubber.boundingBox())?.width ?? 0;
  await drag(page, scrubber, [width - 6, 12], [width / 4, 12]);
  await expect(page.getByText(/^step [1-4]\d \/ 100$/)).toBeVisible();

  await page.goto("/#/sweep?device=wasm");
  const plot = page.getByTestId("parallel");
  await plot.scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => scrollY);
  // The first axis stands 64 pixels from the left.
  await drag(page, plot, [64, 40], [64, 160]);
  await expect(page.getByRole("button", { name: "Clear brushes" })).toBeVisible();
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
});
