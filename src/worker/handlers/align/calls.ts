import * as v from "valibot";
import type { DpoConfig } from "../../../engine/training/dpo-config.ts";
import type { Alignment, AlignmentEvent, AlignmentPlan } from "../../alignment-records.ts";
import { call, chosenPolicy, count, finite, list, namedFile, object, storedModels, text } from "../../call-type.ts";

/** The calls of Align. */
export const alignCalls = {
  /**
   * Tunes policies by the preferences of reward models among the policy's own samples, and judges them. Samples and
   * rewards are kept for the next alignment. If cancelled, there is no result; null if there is nothing to judge.
   */
  align: call({
    plan: object<AlignmentPlan>({
      policy: chosenPolicy,
      rewards: list(text),
      stored: storedModels,
      prompts: count,
      file: v.nullable(namedFile),
      samples: count,
      minGap: finite,
      validation: count,
      test: count,
      config: object<DpoConfig>(),
      until: v.picklist(["pairs", "end"]),
    }),
  }).answers<Alignment | null, AlignmentEvent>(),

  /** Controls the running alignment: pause, resume, or end the training now and judge what was trained. */
  controlAlignment: call({ action: v.picklist(["pause", "resume", "stop"]) }).answers<null>(),
};
