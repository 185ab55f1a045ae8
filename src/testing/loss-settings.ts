import type { BradleyTerrySettings } from "../engine/losses/bradley-terry.ts";
import type { ConsistencySettings } from "../engine/losses/consistency.ts";

/** The loss terms as the paper has them. */
export const BRADLEY_TERRY: BradleyTerrySettings = { labelSmoothing: 0, centerRewardsCoefficient: 0 };
export const CONSISTENCY: ConsistencySettings = { score: "mutual", weight: "generation", baseline: "response" };
