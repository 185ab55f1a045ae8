import type { PairReport } from "../engine/alignment/pair-report.ts";
import type { PolicyComparison, WinTieLoss } from "../engine/evaluation/compare-policies.ts";
import type { PolicyFigures } from "../engine/evaluation/judge-policy.ts";
import type { Estimate } from "../engine/statistics/estimate.ts";
import type { DpoConfig } from "../engine/training/dpo-config.ts";

export interface AlignmentOrigin {
  policy: string;
  reward: string;
  dataHash: string;
  /** Samples per prompt (N). */
  samples: number;
  steps: number;
}

export interface AlignedPolicyResults {
  pairs: PairReport;
  base: PolicyFigures;
  tuned: PolicyFigures;
  comparison: PolicyComparison;
}

const percent = (x: number) => `${(100 * x).toFixed(1)} %`;

/** README.md of a tuned policy: how it was made, and the verifier's comparison with its base. */
export function alignedPolicyCard(config: DpoConfig, origin: AlignmentOrigin, results: AlignedPolicyResults): string {
  const {
    beta,
    labelSmoothing,
    tuning,
    epochs,
    batchSize,
    gradientAccumulationSteps,
    learningRate,
    warmupRatio,
    seed,
  } = config;
  const { policy, reward, dataHash, samples, steps } = origin;
  const { pairs, base, tuned, comparison } = results;
  const { agrees, disagrees, bothRight, bothWrong } = pairs.verifier;
  const row = (name: string, of: (figures: PolicyFigures) => string) => `| ${name} | ${of(base)} | ${of(tuned)} |`;
  return `---
license: mit
language: en
pipeline_tag: text-generation
---
# Word-problem policy, tuned by preferences

\`${policy}\` after direct preference optimisation on pairs that the reward model \`${reward}\` chose among its own samples.

## How it was made

The best against the worst of ${samples} samples at temperature 1 of each of ${pairs.prompts} prompts gave ${pairs.pairs} pairs (SHA-256 of their
records \`${dataHash.slice(0, 16)}…\`). The verifier agrees with ${agrees} of them and disagrees with ${disagrees}; in ${bothRight} both responses are
right, in ${bothWrong} both are wrong. Trained (${tuning}) with β ${beta}, label smoothing ${labelSmoothing}: ${steps} steps of ${batchSize * gradientAccumulationSteps} pairs, ${epochs} epochs;
AdamW, peak learning rate ${learningRate}, warm-up ${percent(warmupRatio)}, cosine; seed ${seed}.

## How good it is

On ${base.goldGreedy.count} test problems that no pair was made from, judged by the verifier; 95 % intervals over problems:

| | base | tuned |
|---|---|---|
${row("right, greedy", ({ goldGreedy }) => interval(goldGreedy, percent))}
${row("right, temperature 1", ({ goldSampled }) => interval(goldSampled, percent))}
${row("mean reward", (figures) => interval(figures.reward))}
${row("KL to the base, nats a response", ({ kl }) => interval(kl))}
${row("tokens a response", ({ length }) => interval(length))}

Tuned against base, greedy: ${winTieLoss(comparison.greedy)}; sample by sample: ${winTieLoss(comparison.sampled)}.
${collapseSentence(tuned)}
`;
}

/** A sentence that says whether the policy has collapsed. */
export function collapseSentence({ collapse: { found, shares } }: PolicyFigures): string {
  if (found.length === 0) return "It has not collapsed.";
  return `It has collapsed: ${found.map((kind) => `${kind} ${percent(shares[kind])}`).join(", ")}.`;
}

export function winTieLoss({ win, tie, loss }: WinTieLoss): string {
  return `${win} won, ${tie} tied, ${loss} lost`;
}

/** A figure with its interval. */
export function interval({ value, low, high }: Estimate, write = (x: number) => x.toFixed(2)): string {
  return `${write(value)} [${write(low)} … ${write(high)}]`;
}
