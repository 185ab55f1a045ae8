import { spawnEngine } from "./spawn-engine.ts";

/** The engine of Evaluate and Best-of-N. It is not Explore's, so that Explore stays fast during a measurement. */
export const evaluationEngine = spawnEngine();
