import * as v from "valibot";
import { Misfit } from "../misfit.ts";
import { figure, provenance, provenanceOf, truth } from "./fields.ts";
import { shape } from "./shape.ts";

/** The separator with which ProcessBench's own code joins steps. */
const separator = "\n\n";

/**
 * ProcessBench: the index of the first wrong step, −1 if there is none. Steps after the first wrong step have no label.
 */
export const processBench = shape({
  id: "processbench",
  name: "ProcessBench",
  claims: ({ label, steps }) => Number.isInteger(label) && Array.isArray(steps),
  fields: v.object({
    problem: v.string(),
    steps: v.pipe(v.array(v.string()), v.minLength(1)),
    final_answer_correct: v.nullish(truth),
    label: v.pipe(figure, v.integer(), v.minValue(-1)),
    ...provenance,
  }),
  read({ problem: prompt, steps, final_answer_correct, label, ...extras }) {
    if (label >= steps.length) {
      throw new Misfit({ field: "label", expected: `a step below ${steps.length}, or -1`, found: `${label}` });
    }
    const firstWrong = label === -1 ? steps.length : label;
    const labels = steps.map((_, i) => (i < firstWrong ? true : i === firstWrong ? false : null));
    const correct = final_answer_correct ?? null;
    return { kind: "steps", prompt, steps, labels, separator, correct, ...provenanceOf(extras) };
  },
});
