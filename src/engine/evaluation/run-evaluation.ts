import { msg } from "../../i18n/msg.ts";
import { contentHash } from "../data/content-hash.ts";
import { allLeftOut, type LeftOut } from "../data/left-out.ts";
import { PlaygroundError } from "../errors.ts";
import { worldTokenizer } from "../policy/open-class.ts";
import type { ResponseToJudge } from "../reward/judge.ts";
import type { BootstrapSettings } from "../statistics/bootstrap.ts";
import { saidUpTo } from "../tokenizer/sequence.ts";
import type { World } from "../world/world.ts";
import { withExactValues, withTokenProbabilities, withValues } from "./attach.ts";
import { evaluate } from "./evaluate.ts";
import type { EvaluationFile } from "./evaluation-file.ts";
import type { EvaluatedModel } from "./evaluation-input.ts";
import { type LabelledFile, labelRecords } from "./label-records.ts";
import { type OpenedPolicy, type OpenedReward, sharedReader } from "./opened.ts";
import { checkValidation, overlapWarnings, type TrainingPrompts } from "./overlap.ts";
import type { Evaluation } from "./report.ts";
import { benchmarkOf, missingParts } from "./rewardbench/benchmark.ts";
import { probabilitiesOf, scoreResponses } from "./scoring.ts";
import type { LabelledTrajectory } from "./trajectory.ts";
import { isExactRecord, type ValueRecord } from "./value-record.ts";

export interface EvaluationMaterial {
  data: EvaluationFile;
  /** The file that thresholds and calibration are fitted on; without it, figures that need them are missing. */
  validation: EvaluationFile | null;
  /**
   * Values of responses in either file, which the records name. If no values are given and the models read the embedded
   * world's tokens, responses to problems of that world get their exact values.
   */
  values: readonly { name: string; records: readonly ValueRecord[] }[];
  /** The prompts that the reward models were trained on, if known. */
  training: readonly TrainingPrompts[];
  /** The reward models to evaluate; at least one. */
  models: readonly OpenedReward[];
  /** The generator; without it, figures that need generation probabilities are missing. */
  generator: OpenedPolicy | null;
  world: World;
}

export interface EvaluationProgress {
  stage: "probabilities" | "rewards" | "figures";
  /** Id of the reward model that is scoring; null in other stages. */
  model: string | null;
  done: number;
  of: number;
}

export interface RunOptions {
  bootstrap?: BootstrapSettings;
  /** Called before anything is scored with the records that are left out of all files. Throwing ends the evaluation. */
  onLeftOut?: ((leftOut: LeftOut) => void) | undefined;
  onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Runs an evaluation on files and opened models. Rewards are kept in the models' caches, so a cancelled evaluation
 * continues where it stopped.
 * @throws PlaygroundError if the models do not share a vocabulary, the data do not fit the models, or the validation
 *   file shares problems with the evaluated file
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
      scoreResponses(model.model, trajectories.map(toJudge), model.cache, {
        onProgress: (done) => onProgress?.({ stage: "rewards", model: model.id, done: before + done, of }),
        signal,
      });
    judged.push({
      id: model.id,
      name: model.name,
      byText: model.model.byText,
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

  function toJudge(trajectory: LabelledTrajectory): LabelledTrajectory & ResponseToJudge {
    const { prompt, response, responseIds, stepEnds } = trajectory;
    const beginnings = stepEnds.map((end) => ({ end, text: saidUpTo(reader.tokenizer, responseIds, end) }));
    return { ...trajectory, said: { prompt, response, beginnings } };
  }

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
      trajectories = withTokenProbabilities(trajectories, q);
    }
    return { ...labelled, trajectories };
  }
}

/** @throws PlaygroundError if some values are exact and others measured: figures would mix two quantities */
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
      ? [msg(`${without} of ${trajectories.length} responses of ${name} have no values in ${files}.`)]
      : []),
    ...(left > 0
      ? [
          msg(
            `${left} of ${trajectories.length} responses of ${name} go on as no student of the class does: from there on they have no exact value, and count without.`,
          ),
        ]
      : []),
  ];
}

function benchmarkWarnings({ format }: EvaluationFile, { comparisons }: LabelledFile): string[] {
  const benchmark = benchmarkOf(format);
  return benchmark ? missingParts(benchmark, comparisons) : [];
}
