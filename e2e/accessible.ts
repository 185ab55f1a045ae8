import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What axe finds serious or worse in the page as it stands. */
export async function seriousViolations(page: Page) {
  // There are no frames of other sites here, for which axe would open a page of its own each time; and what is fine is not
  // asked for. Both take longer than the search.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }));
}

/**
 * The page as it stands has no serious violation and nothing wider than the window, narrow and dark as well as wide and
 * light: the theme changes colours alone, the width what stands where. It is left wide and light.
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
    // Charts take on a new width a frame later.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0);
  }
}
