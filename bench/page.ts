import type { BrowserContext } from "playwright";
import { wordProblems } from "../src/engine/world/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { withFreshProfile } from "./browser.ts";
import { measured } from "./figures.ts";

const VISITS = 5;

/** Times in milliseconds from navigation. */
interface Visit {
  /** Milliseconds until Generate can be pressed. */
  usable: number;
  /** Milliseconds until a whole trajectory with its outcome rewards is drawn. */
  scored: number;
  /** The device that the page shows. */
  device: string;
}

/**
 * Measures how long a visitor waits for the first trajectory after opening a link with a prompt and pressing Generate
 * as soon as possible.
 */
export const page: Benchmark = {
  name: "page",
  about: `From navigation to the first scored trajectory in Chromium, Generate pressed at once; ${VISITS} fresh profiles, each visited cold and then again. The built playground comes from loopback: the network's time is not in it.`,
  async run({ site }) {
    const { address } = await site();
    const cold: Visit[] = [];
    const warm: Visit[] = [];
    for (let i = 0; i < VISITS; i++) {
      await withFreshProfile(async (context) => {
        cold.push(await visit(context, address));
        warm.push(await visit(context, address));
      });
    }
    const times = (visits: Visit[], what: "usable" | "scored") => visits.map((each) => each[what] / 1000);
    const device = cold[0]?.device;
    return [
      measured("cold, usable", times(cold, "usable"), "s"),
      measured(`cold, scored on ${device}`, times(cold, "scored"), "s", { atMost: 5 }),
      measured("warm, usable", times(warm, "usable"), "s"),
      measured(`warm, scored on ${device}`, times(warm, "scored"), "s"),
    ];
  },
};

async function visit(context: BrowserContext, address: string): Promise<Visit> {
  const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 0 });
  const tab = await context.newPage();
  await tab.addInitScript(pressAndWatch);
  await tab.goto(`${address}#/explore?prompt=${encodeURIComponent(problem?.prompt ?? "")}`);
  const marks = await tab.waitForFunction(() => {
    const [usable, scored] = ["usable", "scored"].map((name) => performance.getEntriesByName(name)[0]?.startTime);
    const alert = document.querySelector('[role="alert"]')?.textContent;
    const bare = document.querySelector('[data-testid="branch"]:not(:has([title^="Outcome reward"]))');
    const trouble = alert || (bare && "a trajectory without rewards; is there a reward model?");
    return trouble || (usable && scored) ? { usable, scored, trouble } : null;
  });
  const { usable, scored, trouble } = (await marks.jsonValue()) ?? {};
  const device = await tab.getByRole("status", { name: "Device" }).innerText();
  await tab.close();
  if (!usable || !scored) throw new Error(`The page shows: ${trouble}`);
  return { usable, scored, device };
}

/** Runs in the page before its first script: presses Generate as soon as possible, and marks both times. */
function pressAndWatch(): void {
  const observer = new MutationObserver(() => {
    const generate = document.querySelector<HTMLButtonElement>('form button[type="submit"]:enabled');
    if (generate && performance.getEntriesByName("usable").length === 0) {
      performance.mark("usable");
      generate.click();
    }
    if (document.querySelector('[data-testid="branch"] [title^="Outcome reward"]')) {
      observer.disconnect();
      // Waits for the frame that draws the trajectory.
      requestAnimationFrame(() => performance.mark("scored"));
    }
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}
