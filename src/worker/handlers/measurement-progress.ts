import type { OpenedReward } from "../../engine/evaluation/opened.ts";
import { StageTeller } from "../../flows/stage-teller.ts";
import type { MeasurementProgress } from "../evaluation-records.ts";

/** How far the engine says a measurement is. */
interface EngineProgress<Stage extends string> {
  stage: Stage | "rewards";
  /** Id of the reward model at work; null for other stages. */
  model: string | null;
  done: number;
  of: number;
}

/**
 * Passes on how far a measurement is. The reward models, one after another, are one stage.
 * @param names of the other stages, for a person
 */
export function measurementTeller<Stage extends string>(
  models: readonly OpenedReward[],
  names: Readonly<Record<Exclude<Stage, "rewards">, string>>,
  emit: (progress: MeasurementProgress) => void,
): (progress: EngineProgress<Stage>) => void {
  let doing = "";
  const teller = new StageTeller<string>((progress) => emit({ ...progress, doing }));
  return ({ stage, model, done, of }) => {
    const place = models.findIndex(({ id }) => id === model);
    if (stage === "rewards") {
      doing = `Scoring with ${models[place]?.name}`;
      teller.progress(stage, place * of + done, models.length * of);
    } else {
      doing = names[stage as Exclude<Stage, "rewards">];
      teller.progress(stage, done, of);
    }
  };
}
