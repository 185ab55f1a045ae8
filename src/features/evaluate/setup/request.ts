import type { EvaluateView } from "../../../state/evaluate-view.ts";
import type { ChosenModels, NamedFile } from "../../../worker/evaluation-records.ts";
import type { EvaluateRequest } from "../../../worker/protocol.ts";

export interface EvaluationFiles {
  test: NamedFile;
  validation: NamedFile;
  /** Measured of the responses of `test`. */
  testValues: NamedFile;
  ownData: NamedFile | null;
  ownValidation: NamedFile | null;
  /** What the reward models of the playground were trained on. */
  training: NamedFile;
}

/** What the engine is asked for. Thresholds are never chosen on the records they are reported for. */
export function requestOf(
  { data: what, validation: from }: Pick<EvaluateView, "data" | "validation">,
  files: EvaluationFiles,
  models: ChosenModels,
): EvaluateRequest {
  const data = (what === "file" ? files.ownData : files[what]) ?? files.test;
  const thresholds = { validation: files.validation, file: files.ownValidation, none: null }[from];
  return {
    kind: "evaluate",
    models,
    data,
    validation: thresholds === data ? null : thresholds,
    training: [files.training],
    values: data === files.test ? [files.testValues] : [],
  };
}
