import { createBestOfNView } from "../../state/best-of-n-view.ts";
import { evaluationEngine } from "../../state/evaluation-engine.ts";
import { createMeasurement } from "../../state/measurement.ts";

/** The page's state outlives the page, so that leaving it and coming back loses nothing. */
export const bestOfNView = createBestOfNView();
export const bestOfN = createMeasurement<"bestOfN">(evaluationEngine, "Best-of-N");
