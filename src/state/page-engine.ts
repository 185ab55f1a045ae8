import { spawnEngine } from "./spawn-engine.ts";

/** The engine of Explore; other pages use it for single responses. */
export const pageEngine = spawnEngine();
