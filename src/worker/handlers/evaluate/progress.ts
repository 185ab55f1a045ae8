import type { OpenedReward } from "../../../engine/evaluation/opened.ts";
import { StageReporter } from "../../../flows/stage-reporter.ts";
import type { MeasurementProgress } from "../../evaluation-records.ts";

/** The engine's report of a measurement's progress. */
interface EngineProgress<Stage extends string> {
  stage: Stage | "rewards";
  /** Id of the reward model that is scoring; null in other stages. */
  model: string | null;
  done: number;
  of: number;
}

/**
 * Reports the progress of a measurement. All reward models together are one stage.
 * @param names names of the other stages, for a person
 */
export function measurementReporter<Stage extends string>(
  models: readonly OpenedReward[],
  names: Readonly<Record<Exclude<Stage, "rewards">, string>>,
  emit: (progress: MeasurementProgress) => void,
): (progress: EngineProgress<Stage>) => void {
  let doing = "";
  const reporter = new StageReporter<string>((progress) => emit({ ...progress, doing }));
  return ({ stage, model, done, of }) => {
    const place = models.findIndex(({ id }) => id === model);
    if (stage === "rewards") {
      doing = `Scoring with ${models[place]?.name}`;
      reporter.progress(stage, place * of + done, models.length * of);
    } else {
      doing = names[stage as Exclude<Stage, "rewards">];
      reporter.progress(stage, done, of);
    }
  };
}
