import type { Measured } from "../../../state/measurement.ts";

/** The curves with the responses behind them, as one JSON document. */
export function bestOfNJson({ models, value }: Measured<"bestOfN">): string {
  const document = {
    format: "icrm-playground/best-of-n",
    version: 1,
    rewardModels: models,
    ...value.report,
    responses: value.problems,
  };
  return `${JSON.stringify(document)}\n`;
}
