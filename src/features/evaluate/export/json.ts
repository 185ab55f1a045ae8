import type { Measured } from "../../../state/measurement.ts";

/** The report and its records as one JSON document; NaN becomes null. */
export function evaluationJson({ value, models }: Measured<"evaluate">): string {
  const { report, trajectories, comparisons } = value;
  const document = {
    format: "icrm-playground/evaluation",
    version: 1,
    rewardModels: models,
    ...report,
    comparisons,
    trajectories: trajectories.map(({ rewards, ...trajectory }) => ({
      ...trajectory,
      rewards: Object.fromEntries(
        Object.entries(rewards).map(([model, { prompt, tokens }]) => [model, [prompt, ...tokens]]),
      ),
    })),
  };
  return `${JSON.stringify(document)}\n`;
}
