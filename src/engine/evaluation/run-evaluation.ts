import { contentHash } from "../data/content-hash.ts";
import { allLeftOut, type LeftOut } from "../data/left-out.ts";
import { PlaygroundError } from "../errors.ts";
import { worldTokenizer } from "../policy/open-class.ts";
import type { BootstrapSettings } from "../statistics/bootstrap.ts";
import type { World } from "../world/world.ts";
import { withExactValues, withProbabilities, withValues } from "./attach.ts";
import { type EvaluatedModel, evaluate } from "./evaluate.ts";
import type { EvaluationFile } from "./evaluation-file.ts";
import { type LabelledFile, labelRecords } from "./label-records.ts";
import { type OpenedPolicy, type OpenedReward, sharedReader } from "./opened.ts";
import { checkValidation, overlapWarnings, type TrainingPrompts } from "./overlap.ts";
import type { Evaluation } from "./report.ts";
import { benchmarkOf, missingParts } from "./rewardbench/benchmark.ts";
import { probabilitiesOf, scoreResponses } from "./scoring.ts";
import { isExactRecord, type ValueRecord } from "./value-record.ts";

export interface EvaluationMaterial {
  data: EvaluationFile;
  /** Where thresholds and calibration come from; without it those figures are missing. */
  validation: EvaluationFile | null;
  /**
   * Values of the responses of either file that they name. Where none are given, responses to problems of the embedded
   * world have their exact ones, if the models read its tokens.
   */
  values: readonly { name: string; records: readonly ValueRecord[] }[];
  /** What the reward models were trained on, as far as it is known. */
  training: readonly TrainingPrompts[];
  /** At least one. */
  models: readonly OpenedReward[];
  /** Without it there are no figures that need generation probabilities. */
  generator: OpenedPolicy | null;
  world: World;
}

export interface EvaluationProgress {
  stage: "probabilities" | "rewards" | "figures";
  /** Id of the reward model at work; null for other stages. */
  model: string | null;
  done: number;
  of: number;
}

export interface RunOptions {
  bootstrap?: BootstrapSettings;
  /** Told before anything is scored which records of all files are left out. Throwing ends the evaluation. */
  onLeftOut?: ((leftOut: LeftOut) => void) | undefined;
  onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * From files and opened models to the finished evaluation. Rewards go through the models' caches, so an evaluation that
 * was cancelled goes on where it was.
 * @throws PlaygroundError where the models do not share a vocabulary, the data do not fit them, or the validation file
 *   shares problems with the evaluation file
 * @throws signal.reason when aborted
 */
export async function runEvaluation(
  { data, validation, values, training, models, generator, world }: EvaluationMaterial,
  { bootstrap, onLeftOut, onProgress, signal }: RunOptions = {},
): Promise<Evaluation> {
  if (validation) checkValidation(data, validation);
  const reader = sharedReader([...models, ...(generator ? [generator] : [])]);
  checkOneKind(values);
  const readsWorld = reader.tokenizer.sharesVocabularyWith(worldTokenizer());
  const labelled = labelRecords(data, reader, world);
  const labelledValidation = validation && labelRecords(validation, reader, world);
  const leftOut = allLeftOut(
    [labelled, ...(labelledValidation ? [labelledValidation] : []), ...training].map((each) => each.leftOut),
  );
  onLeftOut?.(leftOut);
  const records = await prepared(labelled);
  const known = labelledValidation && (await prepared(labelledValidation));
  const judged: EvaluatedModel[] = [];
  for (const model of models) {
    const of = records.trajectories.length + (known?.trajectories.length ?? 0);
    const score = (trajectories: LabelledFile["trajectories"], before: number) =>
      scoreResponses(model.model, trajectories, model.cache, {
        onProgress: (done) => onProgress?.({ stage: "rewards", model: model.id, done: before + done, of }),
        signal,
      });
    judged.push({
      id: model.id,
      name: model.name,
      rewards: await score(records.trajectories, 0),
      validation: known && (await score(known.trajectories, records.trajectories.length)),
    });
  }
  return evaluate(
    {
      name: data.name,
      format: data.format,
      hash: await contentHash(data.responses.map(({ prompt, response, steps }) => [prompt, response, steps])),
      records,
      validation: validation && known && { name: validation.name, records: known },
      models: judged,
      warnings: [
        ...overlapWarnings(
          data.responses.map(({ prompt }) => prompt),
          training,
        ),
        ...records.warnings,
        ...(known?.warnings ?? []),
        ...valueWarnings(data, records, values),
        ...benchmarkWarnings(data, records),
      ],
      leftOut,
    },
    {
      ...(bootstrap && { bootstrap }),
      onProgress: (done, of) => onProgress?.({ stage: "figures", model: null, done, of }),
      signal,
    },
  );

  async function prepared(labelled: LabelledFile): Promise<LabelledFile> {
    let trajectories = labelled.trajectories;
    for (const { name, records: given } of values) trajectories = withValues(trajectories, given, name);
    if (values.length === 0 && readsWorld) trajectories = withExactValues(trajectories, world, reader.tokenizer);
    if (generator) {
      const of = trajectories.length;
      const q = await probabilitiesOf(generator.lm, trajectories, {
        onProgress: (done) => onProgress?.({ stage: "probabilities", model: null, done, of }),
        signal,
      });
      trajectories = withProbabilities(trajectories, q);
    }
    return { ...labelled, trajectories };
  }
}

/** @throws PlaygroundError where some are exact and others measured: their figures would mix what they measure */
function checkOneKind(values: EvaluationMaterial["values"]): void {
  const records = values.flatMap((each) => each.records);
  const exact = records.filter(isExactRecord).length;
  if (exact === 0 || exact === records.length) return;
  throw new PlaygroundError({
    what: "Some values are exact and others were measured, and figures would mix what they say",
    where: values.map(({ name }) => name).join(", "),
    expected: "values of one kind",
    found: `${exact} exact ones of ${records.length}`,
    fix: "Give exact values or measured ones.",
  });
}

function valueWarnings(
  { name }: EvaluationFile,
  { trajectories }: LabelledFile,
  values: EvaluationMaterial["values"],
): string[] {
  const files = values.map((each) => each.name).join(", ");
  const without = trajectories.filter((trajectory) => trajectory.values.length === 0).length;
  const left = trajectories.filter(({ classQ }) => classQ?.includes(0)).length;
  return [
    ...(values.length > 0 && without > 0
      ? [`${without} of ${trajectories.length} responses of ${name} have no values in ${files}.`]
      : []),
    ...(left > 0
      ? [
          `${left} of ${trajectories.length} responses of ${name} go on as no student of the class does: from there on they have no exact value, and count without.`,
        ]
      : []),
  ];
}

function benchmarkWarnings({ format }: EvaluationFile, { comparisons }: LabelledFile): string[] {
  const benchmark = benchmarkOf(format);
  return benchmark ? missingParts(benchmark, comparisons) : [];
}
