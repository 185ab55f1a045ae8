import { msg } from "../../i18n/msg.ts";
import type { LeftOut } from "../data/left-out.ts";
import { readRecords } from "../data/read-records.ts";
import type { ByteSource } from "../data/reading/byte-source.ts";
import { PlaygroundError } from "../errors.ts";
import { type TextOrChat, textOf } from "../tokenizer/conversation.ts";
import { problemId } from "../world/index.ts";
import type { EvaluationFile } from "./evaluation-file.ts";

/** Prompts that a reward model may have been trained on. */
export interface TrainingPrompts {
  /** The name of the file that the prompts are from. */
  name: string;
  prompts: readonly TextOrChat[];
  leftOut: LeftOut;
}

/** Reads the prompts of a training file. @throws PlaygroundError if no record can be used */
export async function readTrainingPrompts(file: ByteSource, name: string): Promise<TrainingPrompts> {
  const { records, leftOut } = await readRecords(file, name);
  return { name, prompts: records.map(({ record }) => record.prompt), leftOut };
}

/**
 * A warning for every training file that shares prompts with the evaluation; prompts that differ only in spaces are the
 * same.
 */
export function overlapWarnings(prompts: readonly TextOrChat[], training: readonly TrainingPrompts[]): string[] {
  const problems = new Set(prompts.map(problemOf));
  return training.flatMap(({ name, prompts: trained }) => {
    const shared = [...new Set(trained.map(problemOf))].filter((problem) => problems.has(problem)).length;
    return shared === 0
      ? []
      : [
          msg(
            `${shared} of the ${problems.size} problems are in the training data ${name}: a reward model that was trained on them may remember them.`,
          ),
        ];
  });
}

/**
 * Demands that the validation file shares no problem with the evaluated file.
 * @throws PlaygroundError if thresholds would be chosen on the problems that they are reported on
 */
export function checkValidation(data: EvaluationFile, validation: EvaluationFile): void {
  const problems = problemsOf(data);
  const own = problemsOf(validation);
  const shared = [...own].filter((problem) => problems.has(problem)).length;
  if (shared === 0) return;
  throw new PlaygroundError({
    what: "The validation file shares problems with the evaluation file, so thresholds would be chosen on what they are reported on",
    where: validation.name,
    expected: `no problem of ${data.name}`,
    found: `${shared} of its ${own.size}`,
    fix: "Give a validation file of other problems.",
  });
}

function problemsOf({ responses }: EvaluationFile): Set<string> {
  return new Set(responses.map(({ prompt }) => problemOf(prompt)));
}

function problemOf(prompt: TextOrChat): string {
  return problemId(textOf(prompt, "user"));
}
