import { insistOnAll, NOTHING_LEFT_OUT } from "../../engine/data/left-out.ts";
import { withProbabilities, withValues } from "../../engine/evaluation/attach.ts";
import { type EvaluationInput, evaluate } from "../../engine/evaluation/evaluate.ts";
import type { EvaluationFile } from "../../engine/evaluation/evaluation-file.ts";
import { labelRecords } from "../../engine/evaluation/label-records.ts";
import { probabilitiesOf, scoreResponses } from "../../engine/evaluation/scoring.ts";
import type { LabelledRecords } from "../../engine/evaluation/trajectory.ts";
import type { ValueRecord } from "../../engine/evaluation/value-record.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { LoadedPolicy } from "../models.ts";

/** One file of pairs, labelled, with generation probabilities and measured values: read once, judged by every model. */
export class JudgedFile {
  readonly #input: Omit<EvaluationInput, "models">;

  private constructor(input: Omit<EvaluationInput, "models">) {
    this.#input = input;
  }

  /** @param validation where thresholds come from; null where no figure needs one */
  static async read(
    data: EvaluationFile,
    validation: EvaluationFile | null,
    values: readonly ValueRecord[],
    { tokenizer, lm }: LoadedPolicy,
  ): Promise<JudgedFile> {
    const reader = { tokenizer, contextLength: lm.contextLength };
    const records = async (file: EvaluationFile): Promise<LabelledRecords> => {
      const labelled = labelRecords(file, reader, wordProblems);
      insistOnAll(labelled.leftOut);
      const trajectories = withValues(labelled.trajectories, values, "measured values");
      return { ...labelled, trajectories: withProbabilities(trajectories, await probabilitiesOf(lm, trajectories)) };
    };
    return new JudgedFile({
      name: data.name,
      format: data.format,
      hash: "",
      records: await records(data),
      validation: validation && { name: validation.name, records: await records(validation) },
      warnings: [],
      leftOut: NOTHING_LEFT_OUT,
    });
  }

  /** Figures by judge, then by metric: of the reward model, if one is given, and of the baselines. */
  async figures(model: RewardModel | null): Promise<(judge: string, metric: string) => number | null> {
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
    // Intervals are taken over seeds, not over problems.
    const { report } = await evaluate({ ...this.#input, models }, { bootstrap: { resamples: 0, seed: 0 } });
    return (judge, metric) => {
      const cell = report.cells[judge]?.[metric];
      return cell && "estimate" in cell ? cell.estimate.value : null;
    };
  }
}

/** The judge of `figures` that is the reward model. */
export const MODEL = "model";
