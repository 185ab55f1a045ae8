import type { BrowserContext } from "playwright";
import type { Benchmark } from "./benchmark.ts";
import { withFreshProfile } from "./browser.ts";
import { counted, type Figure, measured } from "./figures.ts";

const VISITS = 3;

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
  about: `The Train page's default in Chromium on Wasm, ${VISITS} visits with fresh profiles: BT, GRM and ICRM on the embedded pairs.`,
  async run({ site }) {
    const { address } = await site();
    const visits: Visit[] = [];
    for (let i = 0; i < VISITS; i++) visits.push(await withFreshProfile((context) => visit(context, address)));
    return figures(visits);
  },
};

function figures(visits: readonly Visit[]): Figure[] {
  const seconds = (of: (visit: Visit) => number) => visits.map((visit) => of(visit) / 1000);
  const methods = Object.entries(visits[0]?.accuracy ?? {});
  return [
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

async function visit(context: BrowserContext, address: string): Promise<Visit> {
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(`${address}#/train?device=wasm`);
  await page.getByTestId("pinned-chosen").locator("[data-column]").nth(3).waitFor();
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
