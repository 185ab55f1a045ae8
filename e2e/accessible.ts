import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The violations of at least serious impact that axe finds in the present page. */
export async function seriousViolations(page: Page) {
  return (await everyViolation(page)).filter(({ impact }) => impact === "serious" || impact === "critical");
}

/** All violations that axe finds in the present page. */
export async function everyViolation(page: Page) {
  // There are no frames of other sites, for which axe would open a page of its own each time, and passed rules are not
  // asked for. Both would take longer than the search.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(({ html }) => html) }));
}

/**
 * Expects that the present page has no serious violation and is not wider than the window, both narrow and dark, and
 * wide and light: the theme only changes colours, the width only the layout. The page is left wide and light.
 */
export async function expectAccessible(page: Page, { wide = 1280, narrow = 390 } = {}): Promise<void> {
  for (const [colorScheme, width] of [
    ["dark", narrow],
    ["light", wide],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    expect(await seriousViolations(page), `${colorScheme}, ${width} px`).toEqual([]);
    // Charts adopt a new width a frame later.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0);
  }
}
