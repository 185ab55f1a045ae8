import { msg } from "../../i18n/msg.ts";
import { createBestOfNView } from "../../state/best-of-n-view.ts";
import { evaluationEngine } from "../../state/evaluation-engine.ts";
import { did } from "../../state/guided-path.ts";
import { createMeasurement } from "../../state/measurement.ts";

/** The page's state outlives the page, so that leaving it and coming back loses nothing. */
export const bestOfNView = createBestOfNView();
export const bestOfN = createMeasurement<"bestOfN">(evaluationEngine, msg("Best-of-N"));

// A visitor on the guided path has done what its stop is about.
bestOfNView.subscribe(({ judge }) => {
  if (judge !== "") did("choose");
});
bestOfN.store.subscribe(({ status }) => {
  if (status === "running") did("choose");
});
