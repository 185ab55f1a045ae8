import { PlaygroundError } from "../../engine/errors.ts";
import { deriveSeed, seededRandom } from "../../engine/random.ts";
import type { FaultPart } from "./part.ts";

/** An input that violates a condition. */
export interface Fault {
  /** Index of the input among those of the seed; null for a kept input. */
  place: number | null;
  input: unknown;
  what: string;
}

export interface Tried {
  name: string;
  accepted: number;
  refused: number;
  /** Processor time of the slowest input, in milliseconds. */
  slowest: number;
  faults: Fault[];
}

/** An input that takes longer than this counts as a hang. */
const MOST_MILLISECONDS = 1000;

/** Tries the inputs that once found a fault, and then `runs` generated ones; the same seed gives the same inputs. */
export async function tryInputs<Input>(part: FaultPart<Input>, runs: number, seed: number): Promise<Tried> {
  const tried: Tried = { name: part.name, accepted: 0, refused: 0, slowest: 0, faults: [] };
  for (const input of part.found) await one(input, null);
  for (let place = 0; place < runs; place++) await one(inputAt(part, seed, place), place);
  return tried;

  async function one(input: Input, place: number | null): Promise<void> {
    let { what, milliseconds } = await outcomeOf(part, input);
    // Another program may have kept the processor busy, so a hang must happen twice.
    if (milliseconds > MOST_MILLISECONDS) ({ what, milliseconds } = await outcomeOf(part, input));
    tried.slowest = Math.max(tried.slowest, milliseconds);
    if (milliseconds > MOST_MILLISECONDS) what = `hangs for ${Math.round(milliseconds)} ms`;
    if (what === ACCEPTED) tried.accepted += 1;
    else if (what === REFUSED) tried.refused += 1;
    else tried.faults.push({ place, input, what });
  }
}

/** The input at an index; it does not depend on which others are tried. */
function inputAt<Input>(part: FaultPart<Input>, seed: number, place: number): Input {
  return part.make(seededRandom(deriveSeed(seed, `${part.name} ${place}`)));
}

const ACCEPTED = "accepted";
const REFUSED = "refused";

async function outcomeOf<Input>(part: FaultPart<Input>, input: Input): Promise<{ what: string; milliseconds: number }> {
  const begun = process.cpuUsage();
  let what = ACCEPTED;
  try {
    await part.attempt(input);
  } catch (thrown) {
    what =
      thrown instanceof PlaygroundError ? (lacking(thrown) ?? REFUSED) : String((thrown as Error)?.stack ?? thrown);
  }
  const { user, system } = process.cpuUsage(begun);
  return { what: polluted() ?? what, milliseconds: (user + system) / 1000 };
}

/** The part that a refusal lacks; null if it is complete. */
function lacking({ report }: PlaygroundError): string | null {
  for (const part of ["what", "where", "fix"] as const) {
    const said = report[part];
    if (typeof said !== "string" || said.trim() === "") return `a refusal without ${part}: ${JSON.stringify(report)}`;
  }
  return null;
}

/** Whether a prototype that all objects share was changed. */
function polluted(): string | null {
  const added = [Object.prototype, Array.prototype, Function.prototype].flatMap((prototype) => Object.keys(prototype));
  for (const key of added) delete (Object.prototype as unknown as Record<string, unknown>)[key];
  return added.length > 0 ? `writes ${added.join(", ")} to what all objects inherit from` : null;
}
