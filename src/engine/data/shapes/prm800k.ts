import * as v from "valibot";
import { Misfit } from "../misfit.ts";
import { figure, provenance, provenanceOf } from "./fields.ts";
import { shape } from "./shape.ts";

const written = v.object({
  text: v.string(),
  rating: v.nullish(v.picklist([-1, 0, 1])),
  flagged: v.nullish(v.boolean()),
});
const step = v.object({
  completions: v.nullish(v.array(written)),
  human_completion: v.nullish(v.union([v.string(), v.object({ text: v.string() })])),
  chosen_completion: v.nullish(v.pipe(figure, v.integer(), v.minValue(0))),
});
type Step = v.InferOutput<typeof step>;

/** A step of the solution; its rating is null if the labeller gave no rating or was unsure. */
interface Taken {
  text: string;
  rating: -1 | 0 | 1 | null;
}

/**
 * PRM800K: the steps that the labeller continued with. If labelling ended at an error, the first wrong continuation is
 * the last step; if it was given up before a continuation was taken, the steps end before the continuations.
 */
export const prm800k = shape({
  id: "prm800k",
  name: "PRM800K",
  claims: ({ label }) => typeof label === "object" && label !== null && "steps" in label,
  fields: v.object({
    question: v.object({ problem: v.string() }),
    label: v.object({ steps: v.pipe(v.array(step), v.minLength(1)), finish_reason: v.nullish(v.string()) }),
    ...provenance,
  }),
  ignores: [
    ...["question.ground_truth_answer", "question.ground_truth_solution"],
    ...["question.pre_generated_steps", "question.pre_generated_answer"],
    ...["label.steps.completions.source", "label.steps.completions.corrected_rating"],
    ...["label.steps.human_completion.rating", "label.steps.human_completion.flagged"],
    ...["label.steps.human_completion.source", "label.steps.human_completion.corrected_rating"],
  ],
  read({ question, label, ...extras }, { neutralIsWrong }) {
    const { steps, finish_reason } = label;
    if (finish_reason === "bad_problem")
      return { kind: "undecided", why: "the labeller reported the problem as broken" };
    const path = steps.flatMap((step, i) => taken(step, finish_reason === "found_error", i, i === steps.length - 1));
    if (path.length === 0) return { kind: "undecided", why: "the labeller went on with no step" };
    return {
      kind: "steps",
      prompt: question.problem,
      steps: path.map(({ text }) => text),
      labels: path.map(({ rating }) => (rating === null ? null : rating === 1 || (rating === 0 && !neutralIsWrong))),
      correct: answerIsRight(finish_reason),
      ...provenanceOf(extras),
    };
  },
});

/** @throws Misfit if a solution goes on after a step of which no continuation was taken */
function taken(step: Step, foundError: boolean, i: number, isLast: boolean): [Taken] | [] {
  const { chosen_completion, human_completion } = step;
  const completions = step.completions ?? [];
  if (chosen_completion != null) {
    const chosen = completions[chosen_completion];
    if (chosen) return [rated(chosen)];
  } else if (human_completion != null) {
    // If all continuations were wrong, labellers could write a right step of their own.
    return [{ text: typeof human_completion === "string" ? human_completion : human_completion.text, rating: 1 }];
  } else if (isLast) {
    const wrong = foundError && completions.find(({ rating }) => rating === -1);
    const [only] = completions.length === 1 ? completions : [];
    const last = wrong || only;
    return last ? [rated(last)] : [];
  }
  throw new Misfit({ field: `label.steps.${i}`, expected: "the completion it went on with", found: "none" });
}

function rated({ text, rating, flagged }: v.InferOutput<typeof written>): Taken {
  return { text, rating: flagged ? null : (rating ?? null) };
}

function answerIsRight(finishReason: string | null | undefined): boolean | null {
  if (finishReason === "solution") return true;
  return finishReason === "found_error" ? false : null;
}
