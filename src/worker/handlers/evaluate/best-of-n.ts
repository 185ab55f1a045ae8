import type { BestOfN, SampledProblem } from "../../../engine/evaluation/best-of-n/report.ts";
import { runBestOfN } from "../../../engine/evaluation/best-of-n/run-best-of-n.ts";
import type { OpenedPolicy, OpenedReward } from "../../../engine/evaluation/opened.ts";
import { MAX_RESPONSE_TOKENS } from "../../../engine/policy/generate.ts";
import { wordProblems } from "../../../engine/world/index.ts";
import type { Call, RequestOf } from "../../calls.ts";
import { trainingPrompts } from "./evaluation.ts";
import { measurementReporter } from "./progress.ts";
import type { SampleShelf } from "./sample-shelf.ts";

const stageNames = { samples: "Sampling responses" };

/** Draws the responses that are not on the shelf yet, and lets the reward models choose. */
export async function measureBestOfN(
  models: readonly OpenedReward[],
  policy: OpenedPolicy & { id: string },
  shelf: SampleShelf,
  { problems: count, samples, n, temperature, seed, training }: RequestOf<"bestOfN">,
  { emit, signal }: Call<"bestOfN">,
): Promise<BestOfN> {
  const problems = wordProblems.problems({ split: "test", n: count, seed });
  const plan = { samples, temperature, seed, topK: 0, topP: 1, maxTokens: MAX_RESPONSE_TOKENS };
  const onProgress = measurementReporter(models, stageNames, emit);
  const sampled: SampledProblem[] = [];
  for (const problem of problems) {
    onProgress({ stage: "samples", model: null, done: sampled.length, of: problems.length });
    sampled.push(await shelf.responses(policy, problem, plan, signal));
  }
  const material = { problems, policy, models, training: await trainingPrompts(training), world: wordProblems };
  return runBestOfN(material, { ...plan, n }, { sampled, onProgress, signal });
}
