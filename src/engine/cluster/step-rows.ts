import { preferenceOf } from "../data/exchange.ts";
import type { Refusal } from "../data/import-report.ts";
import type { Preference } from "../data/preference.ts";
import type { TrainingRecord } from "../data/read-records.ts";
import type { LabelledSteps } from "../data/record.ts";
import type { World } from "../world/world.ts";

/** Names of the data in `icrm_steps.json`. */
export const STEPS = "icrm_steps";
export const HELD_OUT_STEPS = "icrm_held_out_steps";

/**
 * A response in steps in TRL's stepwise format, with the separator as a field of its own; a label is null if nobody
 * rated the step.
 */
export interface StepwiseRow {
  prompt: string;
  completions: readonly string[];
  labels: readonly (boolean | null)[];
  step_separator: string;
}

/** Responses in steps, and the positions of the records without steps, with the reasons. */
export interface StepRows {
  rows: StepwiseRow[];
  leftOut: Refusal[];
}

/**
 * Rows of labelled records as they are, and rows of both responses of a pair with step labels from the world's
 * verifier.
 */
export function stepRows(records: readonly TrainingRecord[], world: World): StepRows {
  const found: StepRows = { rows: [], leftOut: [] };
  for (const [i, record] of records.entries()) {
    const read = "steps" in record ? rowOf(record) : rowsOfPair(record, world);
    if (Array.isArray(read)) found.rows.push(...read);
    else found.leftOut.push({ number: i + 1, ...read });
  }
  return found;
}

type Misfit = Omit<Refusal, "number">;

function rowOf({ prompt, steps: completions, labels, separator = "\n" }: LabelledSteps): StepwiseRow[] | Misfit {
  const blank = completions.findIndex((step) => step.trim() === "");
  if (blank >= 0) return { field: `steps.${blank}`, expected: "a step that is not blank", found: "a blank step" };
  return [{ prompt, completions, labels, step_separator: separator }];
}

function rowsOfPair(pair: Preference, world: World): StepwiseRow[] | Misfit {
  const { prompt, chosen, rejected } = preferenceOf(pair);
  const problem = typeof prompt === "string" ? world.solve(prompt) : null;
  if (problem === null || typeof prompt !== "string") {
    const expected = "labelled steps, or a problem of the embedded world, whose verifier labels them";
    return { field: "prompt", expected, found: "a pair about something else" };
  }
  return [chosen, rejected].map((response) => {
    const text = response as string;
    // Steps tile the response, so nothing stands between two of them.
    const { steps } = world.verify(problem, text);
    return {
      prompt,
      completions: steps.map(({ start, end }) => text.slice(start, end)),
      labels: steps.map(({ status }) => status === "right"),
      step_separator: "",
    };
  });
}
