/**
 * `npm run pictures`: takes the pictures of the README from the built playground into docs/images. Pages show what they
 * open with, so that everyone who builds the playground sees the same.
 */
import { statSync } from "node:fs";
import { chromium } from "playwright";
import { preview } from "vite";
import { chromiumFlags, findBrowser } from "./browser.ts";

const MOST_BYTES = 300_000;
const WIDTH = 1280;

/** By the page's path: how high its picture is, in pixels, and the last thing that the page draws. */
const PICTURES = {
  explore: { height: 930, last: "[data-testid=reward-chart]" },
  train: { height: 1000, last: "[data-figure=signal] [data-q]" },
};

const server = await preview({ preview: { port: 0, host: "127.0.0.1" } });
const address = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0] ?? "";
const executablePath = findBrowser();
const browser = await chromium.launch({ args: chromiumFlags, ...(executablePath && { executablePath }) });
try {
  const page = await browser.newPage({ colorScheme: "light", serviceWorkers: "block" });
  page.setDefaultTimeout(180_000);
  await page.goto(`${address}?lang=en`);
  await page.getByRole("button", { name: "No, thanks" }).click();
  for (const [path, { height, last }] of Object.entries(PICTURES)) {
    const file = `docs/images/${path}-light.png`;
    await page.setViewportSize({ width: WIDTH, height });
    await page.goto(`${address}?lang=en#/${path}?device=wasm`);
    await page.locator(last).first().waitFor();
    await page.getByText(/^(loading|reading)/).waitFor({ state: "hidden" });
    await page.screenshot({ path: file, clip: { x: 0, y: 0, width: WIDTH, height } });
    const { size } = statSync(file);
    if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes; at most ${MOST_BYTES} are wanted.`);
    console.log(`${file}: ${size} bytes`);
  }
} finally {
  await browser.close();
  await server.close();
}
