import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels, serveTinyPairs } from "./tiny-models.ts";

/** Keeps what a screen reader would be told from now on: every new text of a live region. */
async function countAnnouncements(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest(
          "output, [role=status], [role=alert], [role=log], [aria-live]",
        );
        const text = region?.textContent ?? "";
        if (region && region.getAttribute("aria-live") !== "off" && text !== "" && told.at(-1) !== text)
          told.push(text);
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
}

const announcements = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { told: string[] }).told);

test("a newcomer walks the guided path by keyboard, leaves it half way, comes back and goes on to its end", async ({
  page,
  context,
}) => {
  await countAnnouncements(page);
  await serveTinyModels(context);
  await serveTinyPairs(context);
  await page.goto("/");
  const path = page.getByRole("region", { name: "Guided path" });
  const press = async (name: string, within = page.locator("body")) => {
    await within.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  const done = async () => {
    await expect(path).toContainText("Done.", { timeout: 90_000 });
    await press("Next stop", path);
  };
  await press("Show me around", path);

  await test.step("generate", async () => {
    await expect(path).toContainText("1 of 7");
    await press("Run it live");
    await done();
  });
  await test.step("see q: walk over the tokens", async () => {
    await page.locator("[data-q]").first().focus();
    await page.keyboard.press("ArrowRight");
    await done();
  });
  await test.step("rewards and the true value: pin a token", async () => {
    await page.locator("[data-q]").nth(1).focus();
    await page.keyboard.press("Enter");
    await expectAccessible(page);
    await done();
  });
  await test.step("a reload loses nothing; branch", async () => {
    await page.reload();
    await expect(path).toContainText("4 of 7");
    await page.locator("[data-q]").nth(1).focus({ timeout: 60_000 });
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: /^Branch here/ }).first()).toBeFocused();
    await page.keyboard.press("Enter");
    await done();
  });
  await test.step("train 60 steps of three side by side", async () => {
    await expect(page).toHaveURL(/#\/train\?steps=60/);
    await expect(page.getByText("step 0 / 60")).toBeVisible();
    const before = await announcements(page);
    await press("Start");
    await done();
    // It starts, it ends, and the stop is done; 60 steps of three runs announce nothing by themselves.
    expect((await announcements(page)).slice(before.length).length).toBeLessThanOrEqual(6);
  });
  await test.step("compare: drag back through it", async () => {
    await page.getByLabel("Step of the training that is shown").focus();
    await page.keyboard.press("Home");
    await done();
  });
  await test.step("best of N", async () => {
    await expect(page).toHaveURL(/#\/best-of-n$/);
    await page.locator('[data-testid="judge"][data-of="icrm"] [data-metric]').last().click();
    await expect(path).toContainText("Done.");
    await press("Finish", path);
    await expect(path).toHaveCount(0);
  });
  await press("Guided path");
  await expect(path).toContainText("1 of 7");
  await press("Leave the guided path", path);
  await page.reload();
  await expect(path).toHaveCount(0);
});
