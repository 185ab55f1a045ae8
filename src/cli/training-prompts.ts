import { readTrainingPrompts, type TrainingPrompts } from "../engine/evaluation/overlap.ts";
import { openFile } from "./files.ts";

/** The prompts of files that reward models were trained on. */
export function trainingPromptsOf(files: readonly string[]): Promise<TrainingPrompts[]> {
  return Promise.all(files.map(async (name) => readTrainingPrompts(await openFile(name), name)));
}
