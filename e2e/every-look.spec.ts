import type { Page } from "@playwright/test";
import { LESSONS } from "../src/features/learn/lessons.ts";
import { everyViolation } from "./accessible.ts";
import { expect, test } from "./test.ts";

// All these looks take minutes, so they are no part of the whole suite: `EVERY_LOOK=1 npm run test:e2e -- every-look`.
const PAGES = [
  ...["explore", "learn", ...LESSONS.map(({ id }) => `learn/${id}`), "learn/teachers"],
  ...["train", "runs", "sweep", "evaluate", "best-of-n", "align", "data", "models"],
];
const NARROW = { width: 360, height: 800 };
const WIDE = { width: 1280, height: 900 };

const tooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const language of ["en", "zh-CN"]) {
  for (const path of PAGES) {
    test(`${path} in ${language}: axe finds nothing, wide and narrow, nor is text of twice the size cut off`, async ({
      page,
    }) => {
      const open = async (size: typeof WIDE) => {
        await page.setViewportSize(size);
        await page.goto("about:blank");
        await page.goto(`/?lang=${language}#/${path}`);
        await expect(page.locator("main h1")).toBeAttached();
        await page.waitForLoadState("networkidle");
      };
      for (const size of [NARROW, WIDE]) {
        await open(size);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
          expect.soft(await everyViolation(page), `${colorScheme}, ${size.width} px`).toEqual([]);
        }
        await expect.soft.poll(() => tooWide(page), `${size.width} px`).toBeLessThanOrEqual(0);
      }
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      await expect.soft.poll(() => tooWide(page), "text of twice the size").toBeLessThanOrEqual(0);
    });
  }
}
