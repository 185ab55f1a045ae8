import type { JsonObject } from "../../checkpoint/json.ts";
import { gsm8kSolutions } from "./gsm8k-solutions.ts";
import { helpSteer2Preference, helpSteer3Preference } from "./helpsteer-preference.ts";
import { hhRlhf } from "./hh-rlhf.ts";
import { icrmOutcome } from "./icrm-outcome.ts";
import { llamaFactoryAlpaca, llamaFactoryKto, llamaFactoryOutputs } from "./llamafactory-alpaca.ts";
import { llamaFactorySharegpt, llamaFactorySharegptKto } from "./llamafactory-sharegpt.ts";
import { msSwift, msSwiftQuery } from "./ms-swift.ts";
import { namedPair } from "./named-pair.ts";
import { openAiPreference } from "./openai-preference.ts";
import { pkuSafeRlhf } from "./pku-saferlhf.ts";
import { prm800k } from "./prm800k.ts";
import { processBench } from "./processbench.ts";
import { ratedAnswers } from "./rated-answers.ts";
import { rewardBench1 } from "./rewardbench-1.ts";
import { rewardBench2 } from "./rewardbench-2.ts";
import { shp } from "./shp.ts";
import { summarizeFeedback } from "./summarize-feedback.ts";
import { trlExplicit } from "./trl-explicit.ts";
import { trlImplicit } from "./trl-implicit.ts";
import { trlStepwise } from "./trl-stepwise.ts";
import { trlUnpaired } from "./trl-unpaired.ts";
import { twoAnswers } from "./two-answers.ts";
import { ultraFeedbackBinarized } from "./ultrafeedback-binarized.ts";
import { ultraFeedbackRaw } from "./ultrafeedback-raw.ts";
import { unifiedFeedback } from "./unified-feedback.ts";
import { webGpt } from "./webgpt.ts";

export type { Reading, Shape, ShapeSettings, Undecided } from "./shape.ts";

/**
 * All shapes. A record belongs to the first shape that claims it, so shapes with keys of their own come before shapes
 * with common keys.
 */
export const SHAPES = [
  unifiedFeedback,
  prm800k,
  processBench,
  shp,
  helpSteer2Preference,
  helpSteer3Preference,
  webGpt,
  pkuSafeRlhf,
  summarizeFeedback,
  openAiPreference,
  msSwift,
  msSwiftQuery,
  llamaFactorySharegptKto,
  llamaFactoryKto,
  llamaFactoryOutputs,
  trlStepwise,
  ultraFeedbackRaw,
  rewardBench2,
  rewardBench1,
  llamaFactorySharegpt,
  llamaFactoryAlpaca,
  icrmOutcome,
  gsm8kSolutions,
  hhRlhf,
  ultraFeedbackBinarized,
  trlUnpaired,
  twoAnswers,
  trlExplicit,
  namedPair,
  ratedAnswers,
  trlImplicit,
] as const;

export type AnyShape = (typeof SHAPES)[number];
export type ShapeId = AnyShape["id"];

/** The shape of a record, by its keys; null if no shape claims the record. */
export function detectShape(record: JsonObject): AnyShape | null {
  return SHAPES.find((shape) => shape.claims(record)) ?? null;
}

export function shapeById(id: ShapeId): AnyShape {
  return SHAPES.find((shape) => shape.id === id) as AnyShape;
}
