import type { BrowserContext } from "playwright";
import type { Benchmark } from "./benchmark.ts";
import { withFreshProfile } from "./browser.ts";
import { measured } from "./figures.ts";

const VISITS = 5;

/** Milliseconds from navigation. */
interface Opening {
  /** Milliseconds until the recorded trajectory is painted: its tokens, and the curves below. */
  readable: number;
  /** Milliseconds until the largest contentful paint, as the browser reports it. */
  largest: number;
  /** Milliseconds until the engine's worker is requested. */
  engine: number;
}

/** Measures how long a new visitor waits for something to look at. */
export const opening: Benchmark = {
  name: "opening",
  about: `From navigation to the recorded trajectory of the first page in Chromium; ${VISITS} fresh profiles. The built playground comes from loopback: the network's time is not in it.`,
  async run({ site }) {
    const { address } = await site();
    const visits: Opening[] = [];
    for (let i = 0; i < VISITS; i++) {
      await withFreshProfile(async (context) => void visits.push(await visit(context, address)));
    }
    const times = (what: keyof Opening) => visits.map((each) => each[what] / 1000);
    return [
      measured("cold, figure painted", times("readable"), "s", { atMost: 1.5 }),
      measured("cold, largest contentful paint", times("largest"), "s", { atMost: 1.5 }),
      measured("cold, engine asked for", times("engine"), "s"),
    ];
  },
};

async function visit(context: BrowserContext, address: string): Promise<Opening> {
  const tab = await context.newPage();
  await tab.addInitScript(watch);
  await tab.goto(address);
  const marks = await tab.waitForFunction(() => {
    const [readable] = performance.getEntriesByName("readable");
    const worker = performance.getEntriesByType("resource").find(({ name }) => name.includes("engine.worker"));
    const largest = (window as { largestPaint?: number }).largestPaint;
    return readable && worker && largest ? { readable: readable.startTime, largest, engine: worker.startTime } : null;
  });
  const opened = await marks.jsonValue();
  await tab.close();
  if (!opened) throw new Error("The page has shown no recording.");
  return opened;
}

/** Runs in the page before its first script: marks the time at which tokens and curves are painted. */
function watch(): void {
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) (window as { largestPaint?: number }).largestPaint = startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  const observer = new MutationObserver(() => {
    if (!document.querySelector("[data-q]") || !document.querySelector('[data-testid="reward-chart"] polyline')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark("readable")));
  });
  observer.observe(document, { subtree: true, childList: true });
}
