import type { PolicyAccuracy } from "../engine/evaluation/policy-accuracy.ts";
import type { PairAccuracy } from "../engine/training/evaluate-pairs.ts";
import type { PretrainConfig } from "../engine/training/pretrain.ts";
import {
  adaptsGenerator,
  type Method,
  type RewardModelConfig,
  usesConsistency,
} from "../engine/training/reward-model-config.ts";

const percent = (x: number) => `${(100 * x).toFixed(1)} %`;

/** README.md of a policy: how it was made and how good it is. */
export function policyCard(
  config: PretrainConfig,
  { parameters, responseLoss }: { parameters: number; responseLoss: number | null },
  accuracy: PolicyAccuracy,
): string {
  const {
    steps,
    batchSize,
    learningRate,
    warmupRatio,
    weightDecay,
    maxGradNorm,
    promptWeight,
    logitTemperature,
    seed,
  } = config;
  return `---
license: mit
language: en
pipeline_tag: text-generation
---
# Word-problem policy

A Llama decoder of ${(parameters / 1e6).toFixed(2)} M parameters that answers the playground's word problems of two to five steps, step by
step. It is small on purpose: often right, often wrong in ways worth judging. It knows the words of the grammar and
nothing else.

## How it was made

Trained from scratch on medium problems of the training split and their canonical solutions, every batch drawn anew:
${steps} steps of ${batchSize} problems; AdamW, peak learning rate ${learningRate}, warm-up ${percent(warmupRatio)}, cosine; weight decay ${weightDecay};
gradients clipped to norm ${maxGradNorm}; prompt tokens weighted ${promptWeight} beside 1 for response tokens; seed ${seed}.
In the end its logits were divided by ${logitTemperature} (in the final norm): at temperature 1 it errs often enough to be worth
judging, while what it answers greedily stays the same.
${responseLoss === null ? "" : `Cross-entropy of response tokens over the last steps: ${responseLoss.toFixed(4)} nats a token.\n`}
    npm run icrm -- pretrain --out public/models/policy

The command resumes from its last snapshot and ends with the measurement below.

## How good it is

On ${accuracy.problems} medium problems of the test split, none of which it was trained on, judged by the verifier:

| | |
|---|---|
| greedy | ${percent(accuracy.greedy)} right |
| temperature 1, ${accuracy.samplesPerProblem} samples a problem | ${percent(accuracy.sampled)} right |
| at least one of ${accuracy.samplesPerProblem} samples right | ${percent(accuracy.passAtN)} of problems |
| right and wrong samples both | ${percent(accuracy.mixed)} of problems |

Files: f16 safetensors in Hugging Face layout, a tokenizer of its own (one token a word, digit or mark).
`;
}

/** README.md of a reward model: how it was made and how good it is. */
export function rewardModelCard(
  config: RewardModelConfig,
  { base, data, dataHash, pairs, steps }: RewardModelOrigin,
  { accuracy, margin, pairs: heldOutPairs }: PairAccuracy,
): string {
  const { method, seed, batchSize, accumulation, learningRate, warmupRatio, maxGradNorm } = config;
  const { generatorSteps, generatorLearningRate } = config;
  const adaptation = `The generator was adapted first: ${generatorSteps} steps on the same pairs, peak learning rate ${generatorLearningRate}. `;
  const consistency = usesConsistency(config)
    ? `ρ ${config.rho}; edges scored \`${config.edgeScore}\`, weighted \`${config.edgeWeight}\`, baselines over \`${config.baseline}\`. ${adaptsGenerator(config) ? adaptation : ""}`
    : "";
  return `---
license: mit
language: en
---
# Reward model, ${METHOD_NAMES[method]}

A reward at every token of a response: the hidden state through one linear value head (\`value_head.safetensors\`, TRL's
naming). The reward at the last token judges the whole response.

## How it was made

Started from \`${base}\` with a fresh head and trained (${trainedText(config)}) on ${pairs} pairs of \`${data}\` (SHA-256 of its records
\`${dataHash.slice(0, 16)}…\`): ${steps} steps of ${batchSize * accumulation} pairs; AdamW, peak learning rate ${learningRate}, warm-up ${percent(warmupRatio)}, cosine; gradients
clipped to norm ${maxGradNorm}; seed ${seed}. ${consistency}

## How good it is

The right response gets the higher reward in **${percent(accuracy)}** of ${heldOutPairs} held-out pairs, on average by ${margin.toFixed(2)}. Its
problems are none of those it was trained on.
`;
}

function trainedText({ tuning, trainableLayers }: RewardModelConfig): string {
  return tuning === "top" ? `top: the upper ${trainableLayers} layers, final norm and heads` : tuning;
}

export interface RewardModelOrigin {
  base: string;
  data: string;
  dataHash: string;
  /** Training pairs. */
  pairs: number;
  steps: number;
}

const METHOD_NAMES: Record<Method, string> = {
  bt: "Bradley–Terry",
  grm: "GRM (Bradley–Terry with text-generation regularisation)",
  icrm: "ICRM (GRM with intra-trajectory consistency)",
  outcome: "outcome labels with intra-trajectory consistency",
};
