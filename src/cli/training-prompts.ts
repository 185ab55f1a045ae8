import { readTrainingPrompts, type TrainingPrompts } from "../engine/evaluation/overlap.ts";
import { openPath } from "./files.ts";

/** The prompts of files that reward models were trained on. */
export function trainingPromptsOf(files: readonly string[]): Promise<TrainingPrompts[]> {
  return Promise.all(files.map(async (name) => readTrainingPrompts(await openPath(name), name)));
}
