import type { Page } from "@playwright/test";
import { deriveSeed, seededRandom } from "../../src/engine/random.ts";
import { expect, test } from "../test.ts";
import { serveTinyModels, serveTinyPairs } from "../tiny-models.ts";
import { button, openTrain, small, stepOf, storedLosses } from "../training-page.ts";

/** `npm run test:faults` says how many; `npm test` leaves this folder out (playwright.config.ts). */
const points = Number(process.env.FAULT_POINTS);
const seed = Number(process.env.FAULT_SEED);
const STEPS = 24;

const troubles: Record<string, (page: Page) => Promise<void>> = {
  "is put to sleep and woken": async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await session.send("Page.setWebLifecycleState", { state: "active" });
    await session.detach();
  },
  "is reloaded": async (page) => {
    await page.reload();
    const resume = page.getByTestId("interrupted").getByRole("button", { name: "Resume" });
    await resume.click({ timeout: 60_000 });
  },
};

test.beforeEach(async ({ context }) => {
  await serveTinyModels(context);
  await serveTinyPairs(context);
});

for (const [trouble, happens] of Object.entries(troubles)) {
  test(`a training whose tab ${trouble} comes to the same numbers`, async ({ page }) => {
    test.setTimeout(3_600_000);
    const trained = async (upset: (() => Promise<void>) | null) => {
      await openTrain(page, `${small}&runs=icrm&steps=${STEPS}`);
      await button(page, "Start").click();
      await upset?.();
      const finished = page.getByTestId("runs").locator('[data-status="finished"]');
      await expect(finished).toHaveCount(1, { timeout: 120_000 });
      const [losses] = await storedLosses(page);
      await page.goto("about:blank");
      return losses;
    };
    const expected = await trained(null);
    expect(expected).toHaveLength(STEPS);
    let survived = 0;
    for (let point = 0; point < points; point++) {
      // A step in the middle, and a moment after it.
      const random = seededRandom(deriveSeed(seed, `${trouble} ${point}`));
      const at = 1 + Math.floor(random() * (STEPS - 6));
      const found = await trained(async () => {
        await expect.poll(() => stepOf(page), { timeout: 120_000, intervals: [20] }).toBeGreaterThanOrEqual(at);
        await new Promise((resolve) => setTimeout(resolve, 50 * random()));
        await happens(page);
      });
      expect.soft(found, `point ${point}, at step ${at}`).toEqual(expected);
      if (JSON.stringify(found) === JSON.stringify(expected)) survived += 1;
    }
    test.info().annotations.push({ type: "tried", description: JSON.stringify({ trouble, points, survived }) });
  });
}
