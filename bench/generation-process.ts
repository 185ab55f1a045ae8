/** A process of the `large-generation` benchmark. It is a process of its own, so that its heap holds nothing else. */
import "core-js/actual/iterator/index.js";
import { serveCalls } from "../src/cli/processes.ts";
import { parseConfig } from "../src/engine/checkpoint/config.ts";
import { initialWeights } from "../src/engine/training/initialise.ts";
import { SMOLLM2_135M } from "../src/testing/smollm2.ts";
import type { Figure } from "./figures.ts";
import { openWriters, writingFigures } from "./writers.ts";

export interface LargeGeneration {
  measure(plan: { prompt: number; tokens: number; rounds: number }): Promise<Figure[]>;
}

serveCalls<null>(
  async (): Promise<LargeGeneration> => ({
    async measure({ prompt, tokens, rounds }) {
      const config = parseConfig(SMOLLM2_135M);
      // Random, since the cost of a run does not depend on what they are.
      const checkpoint = { config, configJson: SMOLLM2_135M, weights: initialWeights(config, 0) };
      const writers = await openWriters(checkpoint, { backend: "wasm", threads: 1 });
      const promptIds = Array.from({ length: prompt }, (_, i) => i);
      return writingFigures(writers, { promptIds, tokens, prompts: 1, responses: 1, rounds });
    },
  }),
);
