import { createStore } from "zustand/vanilla";
import { msg } from "../../i18n/msg.ts";
import { embeddedFiles } from "../../state/embedded-files.ts";
import { createEvaluateView } from "../../state/evaluate-view.ts";
import { evaluationEngine } from "../../state/evaluation-engine.ts";
import { createMeasurement } from "../../state/measurement.ts";
import type { EvaluationFiles } from "./setup/request.ts";

/** The page's state outlives the page, so that leaving it and coming back loses nothing. */
export const evaluateView = createEvaluateView();
export const evaluation = createMeasurement<"evaluate">(evaluationEngine, msg("The evaluation"));

/**
 * The files that can be evaluated: the pairs that come with the playground, and the person's own files, chosen as
 * "file" in the view.
 */
export const files = createStore<EvaluationFiles>(() => ({ ...embeddedFiles, ownData: null, ownValidation: null }));
