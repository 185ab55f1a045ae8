import type { BrowserContext } from "playwright";
import type { Benchmark } from "./benchmark.ts";
import { withFreshProfile } from "./browser.ts";
import { counted, type Figure, measured } from "./figures.ts";

const VISITS = 3;

/** How long a visitor looks at the page before Start, where that is measured. Milliseconds. */
const LOOK = 10_000;

/** The first training of a visitor. */
interface Visit {
  /** Milliseconds from a click on Start to the first step of a run. */
  first: number;
  /** Milliseconds from the click on Start until BT, GRM and ICRM have ended. */
  all: number;
  /** Held-out accuracy of each run at its end. */
  accuracy: Record<string, number>;
}

/** Measures how long a visitor waits who opens Train and presses Start. */
export const trainingStart: Benchmark = {
  name: "training-start",
  about: `The Train page's default in Chromium on Wasm, ${VISITS} visits each with fresh profiles: BT, GRM and ICRM on the embedded pairs. Start is pressed at the first sight of the recording, before anything is loaded, or after ${LOOK / 1000} s.`,
  async run({ site }) {
    const { address } = await site();
    const atOnce: Visit[] = [];
    const rested: Visit[] = [];
    for (let i = 0; i < VISITS; i++) {
      atOnce.push(await withFreshProfile((context) => visit(context, address, 0)));
      rested.push(await withFreshProfile((context) => visit(context, address, LOOK)));
    }
    return figures(atOnce, rested);
  },
};

function figures(atOnce: readonly Visit[], visits: readonly Visit[]): Figure[] {
  const seconds = (of: (visit: Visit) => number) => visits.map((visit) => of(visit) / 1000);
  const methods = Object.entries(visits[0]?.accuracy ?? {});
  return [
    measured(
      "from Start at first sight to the first step",
      atOnce.map(({ first }) => first / 1000),
      "s",
    ),
    measured(
      "from Start to the first step",
      seconds(({ first }) => first),
      "s",
      { atMost: 3 },
    ),
    measured(
      "from Start to the end of all three",
      seconds(({ all }) => all),
      "s",
      { atMost: 60 },
    ),
    ...methods.map(([run, accuracy]) => counted(`held-out accuracy of ${run}`, accuracy, "", { atLeast: 0.95 })),
  ];
}

/** @param look milliseconds from the first sight of the recording to Start */
async function visit(context: BrowserContext, address: string, look: number): Promise<Visit> {
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(`${address}#/train?device=wasm`);
  await page.getByTestId("pinned-chosen").locator("[data-column]").nth(3).waitFor();
  await page.waitForTimeout(look);
  const clicked = performance.now();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page
    .getByTestId("runs")
    .getByText(/step [1-9]/)
    .first()
    .waitFor();
  const first = performance.now() - clicked;
  await page.getByTestId("progress").getByText("ended").waitFor();
  const all = performance.now() - clicked;
  const accuracy: Record<string, number> = {};
  for (const run of await page.getByTestId("runs").locator("[data-run]").all()) {
    const [, percent] = /held-out ([\d.]+) %/.exec(await run.innerText()) ?? [];
    accuracy[(await run.getAttribute("data-run")) as string] = Number(percent) / 100;
  }
  return { first, all, accuracy };
}
