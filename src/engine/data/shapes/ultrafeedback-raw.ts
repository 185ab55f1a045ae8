import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { Misfit } from "../misfit.ts";
import { extrasOf, figure, provenance } from "./fields.ts";
import { bestOverWorst } from "./rated.ts";
import { shape } from "./shape.ts";

const RATING = "Rating";
/** Annotators' entry for an aspect that does not apply. */
const NOT_RATED = "N/A";

const annotation = v.nullish(v.object({ [RATING]: v.nullish(v.union([v.string(), figure])) }));
const completion = v.object({
  response: v.string(),
  overall_score: v.nullish(figure),
  "fine-grained_score": v.nullish(figure),
  annotations: v.nullish(v.record(v.string(), annotation)),
});
type Completion = v.InferOutput<typeof completion>;

/**
 * UltraFeedback as it was collected: the best-rated response against the worst-rated one, by the mean of the ratings
 * over aspects. The authors say that some of the overall scores of ten were meant as one, so that score is not used.
 */
export const ultraFeedbackRaw = shape({
  id: "ultrafeedback-raw",
  name: msg("UltraFeedback, raw"),
  claims: ({ completions }) =>
    Array.isArray(completions) &&
    completions.some((item: unknown) => typeof item === "object" && item !== null && "overall_score" in item),
  fields: v.object({
    instruction: v.string(),
    completions: v.pipe(v.array(completion), v.minLength(1)),
    ...provenance,
  }),
  ignores: [
    // It decides only where no other score does, and then contradicts nothing.
    "completions.overall_score",
    ...["correct_answers", "incorrect_answers", "completions.critique"],
    // Every response was written under a system prompt of its own, so the comparison has none.
    ...["completions.custom_system_prompt", "completions.principle"],
  ],
  read({ instruction, completions, ...extras }) {
    const scores = completions.map((one) => one["fine-grained_score"] ?? meanRating(one));
    const worths = scores.every((score) => score !== null) ? scores : completions.map(overall);
    const rated = completions.map(({ response: text }, i) => ({ text, worth: worths[i] as number }));
    return bestOverWorst(instruction, rated, extrasOf(extras));
  },
});

/** Mean over the aspects; null if an aspect is not rated or there are no aspects. */
function meanRating({ annotations }: Completion): number | null {
  const aspects = Object.values(annotations ?? {}).filter((aspect) => aspect != null && aspect[RATING] !== NOT_RATED);
  const ratings = aspects.map((aspect) => Number(aspect?.[RATING] ?? Number.NaN));
  if (ratings.length === 0 || ratings.some(Number.isNaN)) return null;
  return ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
}

/** @throws Misfit if there is no overall score */
function overall({ overall_score }: Completion, i: number): number {
  if (overall_score != null) return overall_score;
  throw new Misfit({ field: `completions.${i}.overall_score`, expected: "a score", found: "none" });
}
