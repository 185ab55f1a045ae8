import { commands } from "vitest/browser";
import { type Backend, chooseDevice } from "../../engine/device.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { deriveSeed, type Random, seededRandom } from "../../engine/random.ts";
import { type DyingWork, works } from "./dying-work.ts";
import { type Doom, Mortals } from "./mortals.ts";

/** How work is broken off. */
export const DEATHS = ["the worker is killed", "the GPU is lost", "the memory is full"] as const;
export type Death = (typeof DEATHS)[number];

/** What the message of a death has to name. */
const NAMED = {
  "the worker is killed": /./,
  "the GPU is lost": /^The GPU was lost/,
  "the memory is full": /\d MB/,
};

/** What came of breaking some work off at several points. */
export interface DyingTried {
  work: string;
  death: Death;
  points: number;
  survived: number;
  faults: string[];
}

/** Undisturbed work: its numbers, how long it took, and how often it came to each event. */
interface Undisturbed {
  expected: string;
  milliseconds: number;
  submits: number;
  growths: number;
}

const MOST_TRIES = 8;
const NOTHING_LOST = "nothing was lost";
const SURVIVED = "survived";

/**
 * Breaks each work off at points spread over it, then goes on with it as the page does: a message has to come, and the numbers have
 * to be those of work that nothing happened to. A GPU is taken away at one of the work's submits to it, every second time with its
 * process; memory is refused from one of the times on that it grows; a worker is killed at a moment of its time.
 */
export async function tryDying(death: Death, points: number, seed: number, only = ""): Promise<DyingTried[]> {
  const device: Backend = death === "the GPU is lost" ? "webgpu" : "wasm";
  if (device === "webgpu" && (await chooseDevice("auto")).backend !== "webgpu") return [];
  const tried: DyingTried[] = [];
  for (const work of works.filter(({ name }) => name.includes(only))) {
    const faults: string[] = [];
    const mortals = new Mortals(({ by }) => {
      if (by === "killed process") void commands.killGpu();
    });
    // On a GPU a worker that has compiled every program is used again: most of the time of a work there goes into that.
    if (device === "webgpu") await undisturbed(work, mortals, device);
    const alone = await undisturbed(work, mortals, device);
    const times = death === "the memory is full" ? Math.min(points, alone.growths) : points;
    for (let point = 0; point < times; point++) {
      const random = seededRandom(deriveSeed(seed, `${death} ${work.name} ${point}`));
      const begun = performance.now();
      if (device !== "webgpu") mortals.close();
      const { came, at } = await atPoint(work, mortals, device, death, alone, { point, times, random });
      if (came !== SURVIVED) faults.push(`point ${point}: ${came}`);
      const took = Math.round(performance.now() - begun);
      console.log(`${work.name}, ${death}, seed ${seed}, point ${point}, at ${at}: ${came} (${took} ms)`);
    }
    mortals.close();
    tried.push({ work: work.name, death, points: times, survived: times - faults.length, faults });
  }
  return tried;
}

interface Point {
  point: number;
  times: number;
  random: Random;
}

async function atPoint(
  work: DyingWork,
  mortals: Mortals,
  device: Backend,
  death: Death,
  { expected, milliseconds, submits, growths }: Undisturbed,
  { point, times, random }: Point,
): Promise<{ came: string; at: string }> {
  const part = (point + random()) / times;
  if (death === "the memory is full") {
    const at = 1 + Math.floor((point * growths) / times);
    const doom: Doom = { event: "growth", at, by: "refused memory" };
    return { came: await brokenOff(work, mortals, device, death, doom, expected), at: `growth ${at} of ${growths}` };
  }
  if (death === "the GPU is lost") {
    let at = 1 + Math.floor(part * submits);
    const by = point % 2 === 0 ? "device.destroy" : "killed process";
    const harmed = () => brokenOff(work, mortals, device, death, { event: "submit", at, by }, expected);
    let came = await harmed();
    // The work was done before its GPU's process had ended: it ends at an earlier submit, then.
    for (let tries = 0; came === NOTHING_LOST && tries < MOST_TRIES; tries++) {
      at = Math.max(1, Math.floor(0.9 * at));
      came = await harmed();
    }
    return { came, at: `submit ${at} of ${submits} by ${by}` };
  }
  let after = part * milliseconds;
  let came = await brokenOff(work, mortals, device, death, after, expected);
  // The work was done before: it is broken off earlier, then.
  for (let tries = 0; came === NOTHING_LOST && tries < MOST_TRIES; tries++) {
    after *= 0.7;
    came = await brokenOff(work, mortals, device, death, after, expected);
  }
  return { came, at: `${Math.round(after)} ms` };
}

async function undisturbed(work: DyingWork, mortals: Mortals, device: Backend): Promise<Undisturbed> {
  try {
    await mortals.doom(null);
    const begun = performance.now();
    const expected = JSON.stringify(await work.run(mortals, device));
    const milliseconds = performance.now() - begun;
    const { submit: submits, growth: growths } = mortals.passed;
    console.log(`${work.name} on ${device}: ${Math.round(milliseconds)} ms, ${submits} submits, ${growths} growths`);
    return { expected, milliseconds, submits, growths };
  } finally {
    await work.clear();
  }
}

/**
 * @param doom at which event the worker is harmed, or after how many milliseconds it is killed
 * @returns what came of it: nothing lost, survived, or what is wrong
 */
async function brokenOff(
  work: DyingWork,
  mortals: Mortals,
  device: Backend,
  death: Death,
  doom: Doom | number,
  expected: string,
): Promise<string> {
  const verdict = (found: string) => (found === expected ? SURVIVED : `other numbers: ${difference(found, expected)}`);
  let isWhole = false;
  try {
    await mortals.doom(typeof doom === "number" ? null : doom);
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
    if (typeof doom === "number") {
      await mortals.alive;
      await new Promise((resolve) => setTimeout(resolve, doom));
      if (ended) return NOTHING_LOST;
      mortals.kill();
    }
    const { result, error } = await doing;
    if (error === null) return work.mends ? verdict(JSON.stringify(result)) : NOTHING_LOST;
    if (!(error instanceof PlaygroundError)) return `no message, but ${String(error)}`;
    if (!NAMED[death].test(error.message)) return `a message that does not say so: ${error.message}`;
    mortals.close();
    const found = JSON.stringify(await work.run(mortals, device));
    isWhole = true;
    return verdict(found);
  } catch (error) {
    return `it cannot be gone on with: ${String(error)}`;
  } finally {
    if (!isWhole) mortals.close();
    await work.clear();
  }
}

function difference(found: string, expected: string): string {
  const from = Math.max(0, [...found].findIndex((character, i) => character !== expected[i]) - 40);
  return `${found.slice(from, from + 120)} in place of ${expected.slice(from, from + 120)}`;
}
