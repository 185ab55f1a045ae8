import { openJax } from "../src/engine/jax.ts";
import type { Benchmark } from "./benchmark.ts";
import { measured, ratio } from "./figures.ts";
import { type Shape, steadyRandomRun } from "./random-runs.ts";
import { timedInTurn } from "./timing.ts";

/** A decoder of 0.7 M weights, a small one for word problems. */
const SHAPE: Shape = { pairs: 8, length: 105, prompt: 60, width: 96, layers: 6 };

/** Measures a step's cost by the part of the decoder that it trains, when the states of the frozen layers are kept. */
export const frozenLayers: Benchmark = {
  name: "frozen-layers",
  about: `A step of ${SHAPE.pairs} pairs of ${SHAPE.length} tokens, 6 layers of width 96: all weights, the upper 3 layers and the heads alone, above kept states.`,
  async run({ device }) {
    await openJax(device.backend);
    const runs = {
      full: steadyRandomRun(SHAPE, { method: "icrm", tuning: "full" }),
      icrm: steadyRandomRun(SHAPE, { method: "icrm", tuning: "top", trainableLayers: 3 }),
      bt: steadyRandomRun(SHAPE, { method: "bt", tuning: "top", trainableLayers: 3 }),
      icrmHead: steadyRandomRun(SHAPE, { method: "icrm", tuning: "head" }),
      btHead: steadyRandomRun(SHAPE, { method: "bt", tuning: "head" }),
    };
    const times = await timedInTurn(
      {
        full: () => runs.full.advance(),
        icrm: () => runs.icrm.advance(),
        bt: () => runs.bt.advance(),
        icrmHead: () => runs.icrmHead.advance(),
        btHead: () => runs.btHead.advance(),
      },
      { rounds: 12, warmUp: 2 },
    );
    for (const run of Object.values(runs)) run.dispose();
    return [
      measured("ICRM, all weights", times.full, "ms"),
      measured("ICRM, upper 3 layers", times.icrm, "ms"),
      measured("BT, upper 3 layers", times.bt, "ms"),
      measured("ICRM, heads alone", times.icrmHead, "ms"),
      measured("BT, head alone", times.btHead, "ms"),
      ratio("upper 3 layers ÷ all weights", times.icrm, times.full, { atMost: 0.6 }),
      ratio("heads alone ÷ all weights", times.icrmHead, times.full, { atMost: 0.1 }),
    ];
  },
};
