import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { Misfit } from "../misfit.ts";
import type { LabelledSteps } from "../record.ts";
import { provenance, provenanceOf, truth } from "./fields.ts";
import { has, shape } from "./shape.ts";

/** TRL's stepwise supervision: one label per step. */
export const trlStepwise = shape({
  id: "trl-stepwise",
  name: msg("TRL, stepwise"),
  claims: (record) => has(record, "completions") && has(record, "labels"),
  fields: v.object({
    prompt: v.string(),
    completions: v.pipe(v.array(v.string()), v.minLength(1)),
    labels: v.array(truth),
    final_answer_correct: v.nullish(truth),
    /** The name in TRL's `PRMConfig`; other programs ignore the field. */
    step_separator: v.nullish(v.string()),
    ...provenance,
  }),
  read({ prompt, completions: steps, labels, final_answer_correct, step_separator, ...extras }) {
    if (labels.length !== steps.length) {
      throw new Misfit({ field: "labels", expected: `${steps.length}, one a step`, found: `${labels.length}` });
    }
    const correct = final_answer_correct ?? null;
    const separator = step_separator == null ? {} : { separator: step_separator };
    return { kind: "steps", prompt, steps, labels, ...separator, correct, ...provenanceOf(extras) };
  },
});

/** Writes steps in TRL's stepwise format. @throws Misfit if a step has no label */
export function writeTrlStepwise({
  kind,
  prompt,
  steps,
  labels,
  separator,
  correct,
  ...extras
}: LabelledSteps): object {
  const unlabelled = labels.indexOf(null);
  if (unlabelled !== -1) {
    throw new Misfit({ field: `labels.${unlabelled}`, expected: "right or wrong", found: "no label" });
  }
  const answer = correct !== null && { final_answer_correct: correct };
  const joined = separator !== undefined && { step_separator: separator };
  return { prompt, completions: steps, labels, ...joined, ...answer, ...extras };
}
