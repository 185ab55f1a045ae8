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

const server = await preview({ preview: { port: 0, host: "127.0.0.1" } });
const address = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0];
const browser = await puppeteer.launch({ browser: "firefox", executablePath: found, headless: true });
const errors: string[] = [];
try {
  console.log(await browser.version());
  const page = await browser.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  await step("Explore: a problem is answered on Wasm, token by token, and judged", () => explores(page));
  await step("every page opens", () => opens(page));
  if (errors.length > 0) throw new Error(`errors of the page: ${errors.join("; ")}`);
} finally {
  await browser.close();
  await server.close();
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
