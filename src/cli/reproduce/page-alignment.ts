import type { AlignmentResults } from "./alignment-results.ts";
import { conditionOf } from "./conditions.ts";
import { policyMetrics } from "./metrics.ts";
import { figures } from "./page-tables.ts";
import { type Plan, VERIFIER } from "./plan.ts";
import { TUNING_NAMES } from "./questions.ts";

export function alignmentSection({ groups, base }: AlignmentResults, { alignment }: Plan): string {
  const { tuning, size, seeds, prompts, samples, testProblems } = alignment;
  const tables = groups.map(
    ({
      cue,
      learningRate,
      summary,
    }) => `### Reward models of ${conditionOf(cue).name} pairs, learning rate ${learningRate}

${figures(policyMetrics, summary, [base], `policies-${cue}-${learningRate}`)}`,
  );
  return `## Policies tuned on what the reward models prefer

Direct preference optimisation (section 6 of the method) of the policy that learnt from the class: the best against the worst of
${samples} samples of each of ${prompts} training problems, chosen by the reward models of ${size} pairs (${TUNING_NAMES[tuning]}), seeds ${seeds.join(", ")}; the same samples for
all choosers of a seed. "${VERIFIER}" is the verifier choosing: the best there can be. Judged by the verifier on ${testProblems} test problems, 4 samples
each. Every learning rate that was tried is reported.

${tables.join("\n")}`;
}
