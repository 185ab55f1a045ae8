import { createStore } from "zustand/vanilla";
import { embeddedFiles } from "../../state/embedded-files.ts";
import { createEvaluateView } from "../../state/evaluate-view.ts";
import { evaluationEngine } from "../../state/evaluation-engine.ts";
import { createMeasurement } from "../../state/measurement.ts";
import type { EvaluationFiles } from "./setup/request.ts";

/** The page's state lives outside of it: leaving for another page and coming back loses nothing. */
export const evaluateView = createEvaluateView();
export const evaluation = createMeasurement<"evaluate">(evaluationEngine, "The evaluation");

/** What can be evaluated: the pairs that come with the playground, and files of one's own where the view says "file". */
export const files = createStore<EvaluationFiles>(() => ({ ...embeddedFiles, ownData: null, ownValidation: null }));
