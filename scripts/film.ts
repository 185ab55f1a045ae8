/**
 * `npm run film`: films a minute of the built playground, scene by scene with a caption, into docs/images/playground.webm. The film has
 * a time of its own: a scene that this machine takes long to compute is not longer in it.
 */
import { writeFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright";
import { preview } from "vite";
import { chromiumFlags, findBrowser } from "./browser.ts";

const FILE = "docs/images/playground.webm";
const MOST_BYTES = 3_000_000;
const SIZE = { width: 1280, height: 720 };
const FRAMES_A_SECOND = 4;
const BITS_A_SECOND = 330_000;

/** The pictures of the film, as JPEG in base64, each shown for a fraction of a second. */
const frames: string[] = [];

/** Shows what the page shows now for some seconds. */
async function hold(page: Page, seconds: number): Promise<void> {
  const picture = (await page.screenshot({ type: "jpeg", quality: 90 })).toString("base64");
  for (let i = 0; i < seconds * FRAMES_A_SECOND; i++) frames.push(picture);
}

/** Writes a sentence over the bottom of the page. */
async function caption(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => {
    const bar = document.querySelector("#caption") ?? document.body.appendChild(document.createElement("div"));
    bar.id = "caption";
    bar.textContent = words;
    bar.setAttribute(
      "style",
      "position:fixed;z-index:999;inset:auto 0 0;padding:14px 24px;background:#14171a;color:#fff;font:600 20px system-ui",
    );
  }, text);
}

async function open(page: Page, address: string, path: string, words: string): Promise<void> {
  await page.goto(`${address}#/${path}`);
  await page.getByRole("main").locator(":scope > *").first().waitFor();
  await page.waitForLoadState("networkidle");
  await caption(page, words);
}

async function explores(page: Page, address: string): Promise<void> {
  await open(page, address, "explore", "A small policy wrote this solution. A token's colour is its probability.");
  await hold(page, 5);
  const tokens = page.locator("[data-q]");
  await tokens.first().scrollIntoViewIfNeeded();
  for (const at of [3, 8, 13]) {
    await tokens.nth(at).hover();
    await hold(page, 1);
  }
  await caption(page, "Reward models judge every prefix of it; V* is what the prefix is truly worth.");
  await page.getByTestId("reward-chart").first().scrollIntoViewIfNeeded();
  await hold(page, 6);
  await caption(page, "Where it goes wrong, another token can be put in its place …");
  const steps = page.locator("[data-q]");
  await steps.nth((await steps.count()) - 8).click();
  await hold(page, 2);
  const branch = page.getByRole("button", { name: /^Branch here/ }).first();
  await branch.scrollIntoViewIfNeeded();
  await hold(page, 3);
  await branch.click();
  await page.getByTestId("branch").nth(1).waitFor();
  await caption(page, "… and the policy goes on from there. Which of the two do the reward models prefer?");
  await page.getByTestId("branch").nth(1).scrollIntoViewIfNeeded();
  await hold(page, 6);
}

async function trains(page: Page, address: string): Promise<void> {
  await open(page, address, "train", "Reward models learn side by side: BT, GRM and ICRM on the same pairs.");
  await hold(page, 3);
  await caption(page, "Under BT the signal reaches the last token alone, under ICRM every token.");
  const slider = page.getByLabel("Step of the training that is shown");
  for (let step = 0; step <= 100; step += 5) {
    await slider.fill(String(step));
    await hold(page, 0.5);
  }
}

const scenes = [
  ["sweep", "Sweeps say which settings matter, with intervals over seeds.", 5],
  ["best-of-n", "What a reward model is good for: the best of N responses.", 5],
  ["align", "Policies are tuned to what reward models prefer, and judged by a verifier.", 5],
  ["learn/edges", "Seven lessons explain it, each with a live figure.", 5],
] as const;

/** Encodes the pictures in the browser, which has an encoder. */
async function encoded(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  await page.exposeFunction("frame", (at: number) => frames[at] ?? null);
  const bytes = await page.evaluate(
    async ({ width, height, rate, bits }) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d");
      const stream = canvas.captureStream(rate);
      const recorder = new MediaRecorder(stream, { mimeType: "video/webm;codecs=vp9", videoBitsPerSecond: bits });
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      const ended = new Promise((resolve) => {
        recorder.onstop = resolve;
      });
      const given = (globalThis as unknown as { frame(at: number): Promise<string | null> }).frame;
      const picture = new Image();
      for (let at = 0, begun = 0; ; at++) {
        const data = await given(at);
        if (data === null) break;
        picture.src = `data:image/jpeg;base64,${data}`;
        await picture.decode();
        context?.drawImage(picture, 0, 0);
        if (at === 0) {
          recorder.start();
          begun = performance.now();
        }
        const next = begun + ((at + 1) * 1000) / rate;
        await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
      }
      recorder.stop();
      await ended;
      const buffer = new Uint8Array(await new Blob(parts).arrayBuffer());
      let text = "";
      for (let i = 0; i < buffer.length; i += 32768) text += String.fromCharCode(...buffer.subarray(i, i + 32768));
      return btoa(text);
    },
    { ...SIZE, rate: FRAMES_A_SECOND, bits: BITS_A_SECOND },
  );
  return Buffer.from(bytes, "base64");
}

const server = await preview({ preview: { port: 0, host: "127.0.0.1" } });
const address = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0] ?? "";
const executablePath = findBrowser();
const browser = await chromium.launch({ args: chromiumFlags, ...(executablePath && { executablePath }) });
try {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: "light", serviceWorkers: "block" });
  page.setDefaultTimeout(180_000);
  await page.goto(address);
  await page.getByRole("button", { name: "No, thanks" }).click();
  await explores(page, address);
  await trains(page, address);
  for (const [path, words, seconds] of scenes) {
    await open(page, address, path, words);
    await hold(page, seconds);
  }
  const film = await encoded(browser);
  if (film.length > MOST_BYTES) throw new Error(`The film has ${film.length} bytes; at most ${MOST_BYTES} are wanted.`);
  await writeFile(FILE, film);
  console.log(`${FILE}: ${frames.length / FRAMES_A_SECOND} s, ${film.length} bytes`);
} finally {
  await browser.close();
  await server.close();
}
