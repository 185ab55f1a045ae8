import { insistOnAll } from "../../engine/data/left-out.ts";
import { withExactValues, withProbabilities } from "../../engine/evaluation/attach.ts";
import type { EvaluationInput } from "../../engine/evaluation/evaluate.ts";
import type { EvaluationFile } from "../../engine/evaluation/evaluation-file.ts";
import { labelRecords } from "../../engine/evaluation/label-records.ts";
import {
  type ResampledJudge,
  resampledFigures,
  type WantedFigures,
} from "../../engine/evaluation/resampled-figures.ts";
import { probabilitiesOf, scoreResponses } from "../../engine/evaluation/scoring.ts";
import type { LabelledRecords } from "../../engine/evaluation/trajectory.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { LoadedPolicy } from "../models.ts";

type JudgedInput = Pick<EvaluationInput, "format" | "records" | "validation">;

/** One file of pairs, labelled, with generation probabilities and exact values: read once, judged by every model. */
export class JudgedFile {
  readonly #input: JudgedInput;

  private constructor(input: JudgedInput) {
    this.#input = input;
  }

  /** @param validation where thresholds come from; null where no figure needs one */
  static async read(
    data: EvaluationFile,
    validation: EvaluationFile | null,
    { tokenizer, lm }: LoadedPolicy,
  ): Promise<JudgedFile> {
    const reader = { tokenizer, contextLength: lm.contextLength };
    const records = async (file: EvaluationFile): Promise<LabelledRecords> => {
      const labelled = labelRecords(file, reader, wordProblems);
      insistOnAll(labelled.leftOut);
      const trajectories = withExactValues(labelled.trajectories, wordProblems, tokenizer);
      return { ...labelled, trajectories: withProbabilities(trajectories, await probabilitiesOf(lm, trajectories)) };
    };
    return new JudgedFile({
      format: data.format,
      records: await records(data),
      validation: validation && { name: validation.name, records: await records(validation) },
    });
  }

  /** Figures of the reward model, if one is given, or of what it is held against. */
  async figures(model: RewardModel | null, wanted: WantedFigures): Promise<ResampledJudge[]> {
    const { records, validation } = this.#input;
    const score = ({ trajectories }: LabelledRecords, rewardModel: RewardModel) =>
      scoreResponses(rewardModel, trajectories, new Map());
    const models = model
      ? [
          {
            id: MODEL,
            name: MODEL,
            rewards: await score(records, model),
            validation: validation && (await score(validation.records, model)),
          },
        ]
      : [];
    return resampledFigures({ ...this.#input, models }, wanted);
  }
}

/** The judge of `figures` that is the reward model. */
export const MODEL = "model";
