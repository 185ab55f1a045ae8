import { expect, test } from "vitest";
import { parts } from "./parts.ts";
import { SEED } from "./seed.ts";
import { tryInputs } from "./try-inputs.ts";

const INPUTS = 10_000;

test.for(parts.map((part) => [part.name, part] as const))(
  `${INPUTS} damaged inputs of the kind "%s" are refused, or accepted as they are meant`,
  async ([, part]) => {
    const { faults, accepted, refused } = await tryInputs(part, INPUTS, SEED);
    expect(faults.slice(0, 3), `${faults.length} faults; seed ${SEED}`).toEqual([]);
    expect(accepted + refused).toBe(INPUTS + part.found.length);
    // Damage that always shows, or never does, tries nothing.
    expect(Math.min(accepted, refused)).toBeGreaterThan(INPUTS / 100);
  },
);
