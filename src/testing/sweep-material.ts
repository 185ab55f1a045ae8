import type { SweepMaterial } from "../engine/sweep/record.ts";

/** The material of a test sweep's trials, as its worker reports it. */
export const SWEEP_MATERIAL: SweepMaterial = {
  data: "a",
  dataHash: "1",
  base: "b",
  baseHash: "2",
  generator: "c",
  generatorHash: "3",
  pinned: null,
};
