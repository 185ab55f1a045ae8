import { generate } from "../src/engine/policy/generate.ts";
import type { Benchmark } from "./benchmark.ts";
import { openEndlessPolicy } from "./embedded-policy.ts";
import { measured, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";

const SAMPLES = 16;
const TOKENS = 64;

/** Measures what a batch saves: several samples of one prompt at once, against the same number one after another. */
export const batched: Benchmark = {
  name: "batched",
  about: `${SAMPLES} samples of ${TOKENS} tokens of one prompt at once beside ${SAMPLES} one by one.`,
  async run({ device }) {
    const { lm, promptIds } = await openEndlessPolicy(device);
    const write = (samples: number, seed: number) =>
      generate(lm, promptIds, { temperature: 1, topK: 0, topP: 1, seed, maxTokens: TOKENS }, { samples });
    const { together, alone } = await timedInTurn(
      {
        together: () => write(SAMPLES, 0),
        alone: async () => {
          for (let seed = 0; seed < SAMPLES; seed++) await write(1, seed);
        },
      },
      { rounds: 10, warmUp: 2 },
    );
    await lm.release();
    return [
      measured("at once", together, "ms"),
      measured("one by one", alone, "ms"),
      ratio("at once ÷ one by one", together, alone, { atMost: 0.3 }),
    ];
  },
};
