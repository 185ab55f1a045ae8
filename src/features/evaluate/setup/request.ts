import { type EvaluateView, keptChoice } from "../../../state/evaluate-view.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { ListedPolicy } from "../../../storage/stored-policies.ts";
import type { RequestOf } from "../../../worker/calls.ts";
import type { ChosenModels, NamedDataFile } from "../../../worker/evaluation-records.ts";

export interface EvaluationFiles {
  test: NamedDataFile;
  validation: NamedDataFile;
  ownData: NamedDataFile | null;
  ownValidation: NamedDataFile | null;
  /** The data that the playground's reward models were trained on. */
  training: NamedDataFile;
}

export interface EvaluationChoices {
  models: ChosenModels;
  /** The data sets of this browser. */
  sets: readonly DataSetRecord[];
  /** What can weigh edges in place of the playground's policy. */
  policies: readonly ListedPolicy[];
}

/** The request to the engine. Thresholds are never chosen on the records that they are reported for. */
export function evaluationRequest(
  { data: what, validation: from, generator: writer }: Pick<EvaluateView, "data" | "validation" | "generator">,
  files: EvaluationFiles,
  { models, sets, policies }: EvaluationChoices,
): RequestOf<"evaluate"> {
  const chosen = { test: files.test, validation: files.validation, file: files.ownData };
  const data = keptFile(what, sets) ?? chosen[what as keyof typeof chosen] ?? files.test;
  const others = { validation: files.validation, file: files.ownValidation };
  const thresholds = keptFile(from, sets) ?? others[from as keyof typeof others] ?? null;
  // Two files of the person's are different; any other choice made twice is the same file.
  const isSame = thresholds === data || (from === what && from !== "file");
  const generator = policies.find(({ id }) => id === writer);
  return {
    kind: "evaluate",
    models,
    generator: generator ? { id: generator.id, name: generator.name } : null,
    data,
    validation: isSame ? null : thresholds,
    training: [files.training],
    // The engine computes the exact values of the embedded world itself.
    values: [],
  };
}

/** The chosen data set of this browser; null if another file was chosen, or the data set is gone. */
function keptFile(choice: string, sets: readonly DataSetRecord[]): NamedDataFile | null {
  const set = sets.find(({ id }) => keptChoice(id) === choice);
  return set ? { name: set.name, file: { kept: set.id } } : null;
}
