/**
 * `npm run test:firefox`: the smoke story in Firefox, on the playground as `npm run build` left it. Playwright drives a Firefox of its own only; this one
 * is the machine's (`FIREFOX_PATH`, or firefox-esr and firefox on the PATH), by WebDriver BiDi.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer, { type Page } from "puppeteer-core";
import { preview } from "vite";

const LONG = 90_000;

const found = [
  process.env.FIREFOX_PATH,
  ...(process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => ["firefox-esr", "firefox"].map((name) => join(folder, name))),
].find((path) => path && existsSync(path));
if (!found) throw new Error("There is no Firefox here: install firefox-esr, or set FIREFOX_PATH.");
const executablePath: string = found;

const server = await preview({ preview: { port: 0, host: "127.0.0.1" } });
const address = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0];
const errors: string[] = [];
try {
  await inFirefox({}, async (page) => {
    await step("Explore: a problem is answered on Wasm, token by token, and judged", () => explores(page));
    await step("every page opens", () => opens(page));
  });
  // As Firefox comes, its Wasm can be too slow to train by a factor of a hundred and more (docs/faults.md, Firefox).
  await inFirefox({ "javascript.options.wasm_simd_avx": false }, async (page) => {
    await step("Train: a training with default settings steps on Wasm", () => trains(page));
  });
  if (errors.length > 0) throw new Error(`errors of the page: ${errors.join("; ")}`);
} finally {
  await server.close();
}

/** Tells a story in a Firefox of its own, with these settings of `about:config`. */
async function inFirefox(settings: Record<string, unknown>, story: (page: Page) => Promise<void>): Promise<void> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    extraPrefsFirefox: settings,
  });
  try {
    console.log(await browser.version(), JSON.stringify(settings));
    const page = await browser.newPage();
    page.on("pageerror", (error) => errors.push(String(error)));
    await story(page);
  } finally {
    await browser.close();
  }
}

async function step(name: string, story: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  await story();
  console.log(`${name}: ok, ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

async function explores(page: Page): Promise<void> {
  await page.goto(`${address}#/explore?device=wasm&maxTokens=8`);
  await until(page, () => document.querySelector("textarea:not([aria-hidden])") !== null);
  const prompt = await page.$("textarea:not([aria-hidden])");
  await prompt?.type("Mia has 14 apples. She gets 3 baskets of 6.");
  await press(page, "Generate");
  await until(page, () => document.querySelector("[data-testid=branch]") !== null);
  await until(page, () => document.querySelector("[data-testid=reward-chart]") !== null);
}

async function opens(page: Page): Promise<void> {
  const paths = await page.evaluate(() =>
    [...document.querySelectorAll("nav a")].map((link) => link.getAttribute("href")),
  );
  if (paths.length < 5) throw new Error(`the navigation has ${paths.length} pages`);
  for (const path of paths) {
    await page.goto(new URL(path ?? "", address).href);
    await page.reload();
    await until(page, () => document.querySelector("main h1, h1") !== null);
  }
}

async function trains(page: Page): Promise<void> {
  await page.goto(`${address}#/train?device=wasm`);
  await press(page, "Start");
  await until(page, () => /\bstep [1-9]\d* \/ \d+/.test(document.body.innerText));
  await press(page, "Stop");
}

/** Presses the button of this name, once it can be pressed. */
async function press(page: Page, name: string): Promise<void> {
  const pressed = (text: string) => {
    const named = [...document.querySelectorAll("button")].filter((button) => button.innerText.trim() === text);
    const button = named.find(({ disabled }) => !disabled);
    button?.click();
    return button !== undefined;
  };
  await until(page, pressed, name);
}

/** Asks the page again and again: what waits inside of it would be compiled there, which its security policy forbids. */
async function until(page: Page, holds: (given: string) => boolean, given = ""): Promise<void> {
  for (const begun = performance.now(); !(await page.evaluate(holds, given)); ) {
    if (performance.now() - begun > LONG) {
      const shown = await page.evaluate(() => document.body.innerText);
      throw new Error(`it does not come about: ${holds}\nOn the page: ${shown.slice(0, 3000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
