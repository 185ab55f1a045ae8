import { openJax } from "../src/engine/jax.ts";
import type { Benchmark } from "./benchmark.ts";
import { loadPolicy } from "./embedded-policy.ts";
import { measured, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";
import { BATCH, LENGTH, steadyRewardRun } from "./training-runs.ts";

/**
 * Measures what text generation and consistency cost beside Bradley–Terry: one step of each method on the same pairs.
 */
export const methods: Benchmark = {
  name: "methods",
  about: `A step of BT, GRM (BT and text generation) and ICRM (GRM and consistency) on the same ${BATCH} pairs of ${LENGTH} tokens, generation probabilities cached.`,
  async run({ device }) {
    await openJax(device.backend);
    const policy = await loadPolicy();
    const runs = {
      bt: steadyRewardRun(policy, "bt"),
      grm: steadyRewardRun(policy, "grm"),
      icrm: steadyRewardRun(policy, "icrm"),
    };
    const { bt, grm, icrm } = await timedInTurn(
      { bt: () => runs.bt.advance(), grm: () => runs.grm.advance(), icrm: () => runs.icrm.advance() },
      { rounds: 16, warmUp: 2 },
    );
    for (const run of Object.values(runs)) run.dispose();
    return [
      measured("BT", bt, "ms"),
      measured("GRM", grm, "ms"),
      measured("ICRM", icrm, "ms"),
      ratio("ICRM ÷ GRM", icrm, grm, { atMost: 1.1 }),
      ratio("GRM ÷ BT", grm, bt, { atMost: 1.6 }),
      ratio("ICRM ÷ BT", icrm, bt, { atMost: 1.6 }),
    ];
  },
};
