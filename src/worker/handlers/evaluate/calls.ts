import * as v from "valibot";
import type { BestOfN } from "../../../engine/evaluation/best-of-n/report.ts";
import type { Evaluation } from "../../../engine/evaluation/report.ts";
import { call, chosenModels, chosenPolicy, count, counts, finite, list, namedFile } from "../../call-type.ts";
import type { MeasurementProgress } from "../../evaluation-records.ts";

/** The calls of Evaluate and Best-of-N. */
export const evaluateCalls = {
  /**
   * Evaluates reward models on a file of labelled records. The scores of a cancelled evaluation are kept: the same
   * request continues there.
   */
  evaluate: call({
    models: chosenModels,
    /** The generator whose probabilities weigh the edges. */
    generator: chosenPolicy,
    data: namedFile,
    /** The file for thresholds and calibration; without it, figures that need them are missing. */
    validation: v.nullable(namedFile),
    /**
     * Preference pairs that reward models may have been trained on; problems that they share with the data are
     * reported.
     */
    training: list(namedFile),
    /** Files with measured values of the data's responses. */
    values: list(namedFile),
  }).answers<Evaluation, MeasurementProgress>(),

  /**
   * Samples responses to problems of the test split and lets reward models choose among them. Resumes like `evaluate`.
   */
  bestOfN: call({
    models: chosenModels,
    policy: chosenPolicy,
    problems: count,
    /** Responses per problem (M). */
    samples: count,
    /** The values of N for which figures are computed, ascending, at most M. */
    n: counts,
    temperature: finite,
    /** Decides problems and responses. */
    seed: count,
    /**
     * Preference pairs that reward models may have been trained on; problems that they share with the test split are
     * reported.
     */
    training: list(namedFile),
  }).answers<BestOfN, MeasurementProgress>(),
};
