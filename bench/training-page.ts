import type { BrowserContext, Page } from "playwright";
import { serveTinyModels, serveTinyPairs } from "../e2e/tiny-models.ts";
import type { Benchmark } from "./benchmark.ts";
import { withFreshProfile } from "./browser.ts";
import { counted, type Figure, measured } from "./figures.ts";

const WATCH_S = 30;

/** Seconds from the beginning of the long training to its end. */
const BETWEEN_S = 150;

const PAUSES = 10;

/** A number of steps at which the training does not arrive while it is watched. */
const ENDLESS = "steps=1000000";

/** What the page's thread and its charts did during the measurement. */
interface Watch {
  /** Lengths of long tasks in milliseconds; Chromium reports those of 50 ms and more. */
  tasks: number[];
  /** Delays, in milliseconds, of timers that were set to fire at once. */
  delays: number[];
  /** Number of times that a chart was drawn. */
  drawn: number;
}

/** Measures the Train page during a training on Wasm: whether it stays responsive, and whether its charts keep up. */
export const trainingPage: Benchmark = {
  name: "training-page",
  about: `The Train page in Chromium on Wasm, BT, GRM and ICRM side by side. Embedded: the embedded model for ${WATCH_S} s. Long: a tiny model, whose steps come as fast as the page can be told of them, for ${WATCH_S} s at once and for ${WATCH_S} s after ${BETWEEN_S} s more.`,
  async run({ site }) {
    const { address } = await site();
    const embedded = await withFreshProfile((context) => embeddedTraining(context, address));
    const long = await withFreshProfile((context) => longTraining(context, address));
    return [...embedded, ...long];
  },
};

async function embeddedTraining(context: BrowserContext, address: string): Promise<Figure[]> {
  const page = await startedTraining(context, `${address}#/train?device=wasm&${ENDLESS}`);
  const before = await stepsOf(page);
  const { tasks, delays, drawn } = await watched(page, WATCH_S);
  const steps = (await stepsOf(page)) - before;
  const pauses: Paused[] = [];
  for (let i = 0; i < PAUSES; i++) pauses.push(await page.evaluate(timedPause));
  return [
    counted("embedded: steps of each run an hour", (steps / WATCH_S) * 3600, "steps"),
    counted("embedded: longest task of the page", Math.max(0, ...tasks), "ms", { atMost: 100 }),
    counted("embedded: longest an event had to wait", Math.max(0, ...delays), "ms"),
    counted("embedded: charts drawn", drawn / WATCH_S, "Hz"),
    measured(
      "embedded: from Pause to the page's answer",
      pauses.map(({ answered }) => answered),
      "ms",
      { atMost: 200 },
    ),
    measured(
      "embedded: from Pause to all runs at rest and kept",
      pauses.map(({ atRest }) => atRest),
      "ms",
    ),
  ];
}

async function longTraining(context: BrowserContext, address: string): Promise<Figure[]> {
  await serveTinyModels(context);
  await serveTinyPairs(context);
  const small = "pairs=16&heldOut=8&batchSize=4&evalSteps=100";
  const page = await startedTraining(context, `${address}#/train?device=wasm&${small}&${ENDLESS}`);
  const first = await watched(page, WATCH_S);
  const between = await watched(page, BETWEEN_S);
  const last = await watched(page, WATCH_S);
  const tasks = [first, between, last].flatMap((part) => part.tasks);
  return [
    counted("long: steps of each run at the end", await stepsOf(page), "steps"),
    counted("long: charts drawn, beginning", first.drawn / WATCH_S, "Hz", { atLeast: 4 }),
    counted("long: charts drawn, end", last.drawn / WATCH_S, "Hz", { atLeast: 4 }),
    counted("long: charts drawn, end ÷ beginning", last.drawn / first.drawn, "×", { atLeast: 0.9 }),
    counted("long: longest task of the page", Math.max(0, ...tasks), "ms", { atMost: 100 }),
  ];
}

/** Opens a tab and starts a training in which every run is past its first steps, so that its programs are compiled. */
async function startedTraining(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  // tsx names functions through a helper that the page lacks.
  await page.addInitScript({ content: "globalThis.__name = (f) => f;" });
  await page.addInitScript(watch);
  await page.goto(address);
  await page.getByTestId("pinned-chosen").locator("[data-column]").nth(3).waitFor();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByTestId("progress").getByText("tokens/s").waitFor();
  while ((await stepsOf(page)) < 8) await page.waitForTimeout(500);
  return page;
}

async function stepsOf(page: Page): Promise<number> {
  return Number(await page.getByRole("slider", { name: "Step of the training that is shown" }).inputValue());
}

async function watched(page: Page, seconds: number): Promise<Watch> {
  await page.evaluate(() => (globalThis as unknown as Watching).startWatch());
  await page.waitForTimeout(1000 * seconds);
  return page.evaluate(() => (globalThis as unknown as Watching).watch);
}

interface Watching {
  watch: Watch;
  startWatch(): void;
}

/** Runs in the page before its first script: records what the page's thread and the first chart do. */
function watch(): void {
  const page = globalThis as unknown as Watching;
  page.startWatch = () => {
    page.watch = { tasks: [], delays: [], drawn: 0 };
  };
  page.startWatch();
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.watch.tasks.push(duration);
  }).observe({ type: "longtask" });

  const TICK_MS = 10;
  let due = performance.now() + TICK_MS;
  const tick = () => {
    const now = performance.now();
    page.watch.delays.push(now - due);
    due = now + TICK_MS;
    setTimeout(tick, TICK_MS);
  };
  setTimeout(tick, TICK_MS);

  // uPlot clears its canvas whenever it draws.
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    if (this.canvas === document.querySelector(".uplot canvas")) page.watch.drawn += 1;
    clear.apply(this, area);
  };
}

interface Paused {
  /** Milliseconds until the frame that shows the page's answer. */
  answered: number;
  /** Milliseconds until every run has finished its step and is saved. */
  atRest: number;
}

/** Runs in the page: times a click on Pause; then the training continues. */
async function timedPause(): Promise<Paused> {
  const button = (name: string) =>
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  const phase = () => document.querySelector('[data-testid="progress"] b')?.textContent;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const clicked = performance.now();
  button("Pause")?.click();
  while (!button("Resume")) await frame();
  await frame();
  const answered = performance.now() - clicked;
  while (phase() !== "paused") await frame();
  const atRest = performance.now() - clicked;
  button("Resume")?.click();
  while (!button("Pause")) await frame();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { answered, atRest };
}
