import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { withoutModels } from "./tiny-models.ts";

// Texts are as wide as the fonts of a machine, so the page is set in fonts that come with it: those of formulas. Their
// glyphs are not drawn, since each machine smooths them in its own way: places, boxes and figures are compared.
const FONTS = ["KaTeX_Main-Regular", "KaTeX_Math-Italic", "KaTeX_AMS-Regular"].map((name) => ({
  name,
  base64: readFileSync(`node_modules/katex/dist/fonts/${name}.woff2`, "base64"),
}));

async function setInOwnFonts(page: Page): Promise<void> {
  await page.evaluate(async (fonts) => {
    for (const { name, base64 } of fonts) {
      const face = new FontFace(
        name,
        Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
      );
      document.fonts.add(await face.load());
    }
    const sheet = new CSSStyleSheet();
    const family = fonts.map(({ name }) => name).join(", ");
    // What the machine decides is hidden: the device, and how far it is with loading models.
    sheet.replaceSync(`
      *, ::before, ::after { font-family: ${family}, sans-serif !important; font-weight: 400 !important; }
      *, ::placeholder { -webkit-text-fill-color: transparent !important; }
      svg text { fill: transparent !important; }
      header [role=status] { display: none !important; }
      [data-testid=speed], canvas { visibility: hidden !important; }
    `);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    dispatchEvent(new Event("resize"));
  }, FONTS);
}

const VIEWS = {
  explore: { address: "explore?device=wasm", there: "[data-q]" },
  train: { address: "train?device=wasm", there: "[data-testid^=signal-] path[data-term]" },
  lesson: { address: "learn/value", there: "figure [data-q]" },
  evaluate: { address: "evaluate?device=wasm", there: ".recharts-bar" },
} as const;

test.use({ viewport: { width: 1000, height: 700 } });

for (const [name, { address, there }] of Object.entries(VIEWS)) {
  test(`${name} looks as it did`, { tag: "@gpu" }, async ({ page }) => {
    // Everything that is shown is recorded; models would change buttons when they have come.
    await withoutModels(page);
    await page.goto(`/#/${address}`);
    await expect(page.locator(there).first()).toBeAttached();
    await setInOwnFonts(page);
    await page
      .locator(there)
      .first()
      .evaluate((element) => element.scrollIntoView({ block: "center" }));
    await expect(page).toHaveScreenshot(`${name}.png`, { maxDiffPixelRatio: 0.002 });
  });
}
