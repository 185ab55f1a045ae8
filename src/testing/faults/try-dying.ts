import { type Backend, chooseDevice } from "../../engine/device.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { deriveSeed, seededRandom } from "../../engine/random.ts";
import { type DyingWork, works } from "./dying-work.ts";
import { Mortals } from "./mortals.ts";

/** How work is broken off. */
export const DEATHS = ["the worker is killed", "the GPU is lost", "the memory is full"] as const;
export type Death = (typeof DEATHS)[number];

/** What the message of a death has to name. */
const NAMED = { "the worker is killed": /./, "the GPU is lost": /GPU/, "the memory is full": /room|memory/ };

/** What came of breaking some work off at several points. */
export interface DyingTried {
  work: string;
  death: Death;
  points: number;
  survived: number;
  faults: string[];
}

const MOST_TRIES = 8;
const NOTHING_LOST = "nothing was lost";
const SURVIVED = "survived";

/**
 * Breaks each work off at random points of its time, then goes on with it as the page does: a message has to come, and the
 * numbers have to be those of work that nothing happened to. Which point is hit is a matter of time; what comes of it is not.
 */
export async function tryDying(death: Death, points: number, seed: number, only = ""): Promise<DyingTried[]> {
  const device: Backend = death === "the GPU is lost" ? "webgpu" : "wasm";
  if (device === "webgpu" && (await chooseDevice("auto")).backend !== "webgpu") return [];
  const tried: DyingTried[] = [];
  for (const work of works.filter(({ name }) => name.includes(only))) {
    const { expected, milliseconds } = await alone(work, device);
    const faults: string[] = [];
    for (let point = 0; point < points; point++) {
      const begun = performance.now();
      const random = seededRandom(deriveSeed(seed, `${death} ${work.name} ${point}`));
      let after = ((point + random()) / points) * milliseconds;
      let came = await brokenOff(work, device, death, after, expected);
      // The work was done before, or no longer needed what was lost: it is broken off earlier, then.
      for (let tries = 0; came === NOTHING_LOST && tries < MOST_TRIES; tries++) {
        after *= 0.7;
        came = await brokenOff(work, device, death, after, expected);
      }
      if (came !== SURVIVED) faults.push(`point ${point}: ${came}`);
      const [at, took] = [after, performance.now() - begun].map(Math.round);
      console.log(`${work.name}, ${death}, seed ${seed}, point ${point}, after ${at} ms: ${came} (${took} ms)`);
    }
    tried.push({ work: work.name, death, points, survived: points - faults.length, faults });
  }
  return tried;
}

async function alone(work: DyingWork, device: Backend): Promise<{ expected: string; milliseconds: number }> {
  const mortals = new Mortals();
  try {
    const doing = work.run(mortals, device);
    await mortals.alive;
    const begun = performance.now();
    const expected = JSON.stringify(await doing);
    return { expected, milliseconds: performance.now() - begun };
  } finally {
    mortals.close();
    await work.clear();
  }
}

/** @returns what came of it: nothing lost, survived, or what is wrong */
async function brokenOff(
  work: DyingWork,
  device: Backend,
  death: Death,
  after: number,
  expected: string,
): Promise<string> {
  const mortals = new Mortals();
  const verdict = (found: string) => (found === expected ? SURVIVED : `other numbers: ${difference(found, expected)}`);
  try {
    let ended = false;
    const doing = work
      .run(mortals, device)
      .then(
        (result) => ({ result, error: null }),
        (error: unknown) => ({ result: null, error }),
      )
      .finally(() => {
        ended = true;
      });
    await mortals.alive;
    await new Promise((resolve) => setTimeout(resolve, after));
    if (ended) return NOTHING_LOST;
    if (death === "the GPU is lost") mortals.loseDevices();
    else if (death === "the memory is full") mortals.refuseMemory();
    else mortals.kill();
    const { result, error } = await doing;
    // Work that needs no further memory ends as if nothing had happened.
    if (error === null)
      return work.mends || death === "the memory is full" ? verdict(JSON.stringify(result)) : NOTHING_LOST;
    if (!(error instanceof PlaygroundError)) return `no message, but ${String(error)}`;
    if (!NAMED[death].test(error.message)) return `a message that does not say so: ${error.message}`;
    mortals.close();
    return verdict(JSON.stringify(await work.run(mortals, device)));
  } catch (error) {
    return `it cannot be gone on with: ${String(error)}`;
  } finally {
    mortals.close();
    await work.clear();
  }
}

function difference(found: string, expected: string): string {
  const from = Math.max(0, [...found].findIndex((character, i) => character !== expected[i]) - 40);
  return `${found.slice(from, from + 120)} in place of ${expected.slice(from, from + 120)}`;
}
