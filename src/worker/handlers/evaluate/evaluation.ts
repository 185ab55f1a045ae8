import { type EvaluationFile, readEvaluationFile } from "../../../engine/evaluation/evaluation-file.ts";
import type { OpenedPolicy, OpenedReward } from "../../../engine/evaluation/opened.ts";
import { readTrainingPrompts, type TrainingPrompts } from "../../../engine/evaluation/overlap.ts";
import type { Evaluation } from "../../../engine/evaluation/report.ts";
import { runEvaluation } from "../../../engine/evaluation/run-evaluation.ts";
import { parseValues } from "../../../engine/evaluation/value-record.ts";
import { wordProblems } from "../../../engine/world/index.ts";
import type { Call, RequestOf } from "../../calls.ts";
import type { NamedDataFile } from "../../evaluation-records.ts";
import { openFile, readText } from "../../open-file.ts";
import { measurementReporter } from "./progress.ts";

const stageNames = { probabilities: "Generation probabilities", figures: "Figures and intervals" };

/**
 * Reads the files and evaluates the reward models on them.
 * @param generator null: figures that need it are missing, and so are values that were measured with its tokens
 */
export async function evaluateFiles(
  models: readonly OpenedReward[],
  generator: OpenedPolicy | null,
  { data, validation, training, values }: RequestOf<"evaluate">,
  { emit, signal }: Call<"evaluate">,
): Promise<Evaluation> {
  const material = {
    data: await readFile(data),
    validation: validation && (await readFile(validation)),
    training: await trainingPrompts(training),
    values: await Promise.all(
      (generator ? values : []).map(async ({ name, file }) => ({
        name,
        records: parseValues(await readText(file, name), name),
      })),
    ),
    models,
    generator,
    world: wordProblems,
  };
  signal.throwIfAborted();
  const onProgress = measurementReporter(models, stageNames, emit);
  return runEvaluation(material, { onProgress, signal });
}

/** The prompts that reward models may have been trained on. */
export function trainingPrompts(files: readonly NamedDataFile[]): Promise<TrainingPrompts[]> {
  return Promise.all(files.map(async ({ name, file }) => readTrainingPrompts(await openFile(file), name)));
}

async function readFile({ name, file }: NamedDataFile): Promise<EvaluationFile> {
  return readEvaluationFile(await openFile(file), name);
}
