import { type EvaluateView, keptChoice } from "../../../state/evaluate-view.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { ListedPolicy } from "../../../storage/stored-policies.ts";
import type { ChosenModels, NamedFile } from "../../../worker/evaluation-records.ts";
import type { EvaluateRequest } from "../../../worker/requests.ts";

export interface EvaluationFiles {
  test: NamedFile;
  validation: NamedFile;
  ownData: NamedFile | null;
  ownValidation: NamedFile | null;
  /** What the reward models of the playground were trained on. */
  training: NamedFile;
}

export interface EvaluationChoices {
  models: ChosenModels;
  /** Data sets of this browser. */
  sets: readonly DataSetRecord[];
  /** What can weigh edges in place of the policy of the playground. */
  policies: readonly ListedPolicy[];
}

/** What the engine is asked for. Thresholds are never chosen on the records they are reported for. */
export function requestOf(
  { data: what, validation: from, generator: writer }: Pick<EvaluateView, "data" | "validation" | "generator">,
  files: EvaluationFiles,
  { models, sets, policies }: EvaluationChoices,
): EvaluateRequest {
  const chosen = { test: files.test, validation: files.validation, file: files.ownData };
  const data = keptFile(what, sets) ?? chosen[what as keyof typeof chosen] ?? files.test;
  const others = { validation: files.validation, file: files.ownValidation };
  const thresholds = keptFile(from, sets) ?? others[from as keyof typeof others] ?? null;
  // Two files of one's own are two files; anything else that is chosen twice is the same.
  const isSame = thresholds === data || (from === what && from !== "file");
  const generator = policies.find(({ id }) => id === writer);
  return {
    kind: "evaluate",
    models,
    generator: generator ? { id: generator.id, name: generator.name } : null,
    data,
    validation: isSame ? null : thresholds,
    training: [files.training],
    // The engine knows the exact values of the embedded world.
    values: [],
  };
}

/** A data set of this browser, where that is what was chosen; null where it is gone, too. */
function keptFile(choice: string, sets: readonly DataSetRecord[]): NamedFile | null {
  const set = sets.find(({ id }) => keptChoice(id) === choice);
  return set ? { name: set.name, file: { kept: set.id } } : null;
}
