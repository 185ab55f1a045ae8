import type { SweepMaterial } from "../engine/sweep/record.ts";

/** What the trials of a sweep in a test are made of, as their worker tells it. */
export const SWEEP_MATERIAL: SweepMaterial = {
  data: "a",
  dataHash: "1",
  base: "b",
  baseHash: "2",
  generator: "c",
  generatorHash: "3",
  pinned: null,
};
