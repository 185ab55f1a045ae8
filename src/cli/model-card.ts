import type { PolicyKnowledge } from "../engine/evaluation/policy-knowledge.ts";
import { edgeName } from "../engine/losses/edge-kinds.ts";
import type { PairAccuracy } from "../engine/training/evaluate-pairs.ts";
import type { Method } from "../engine/training/methods.ts";
import type { PretrainConfig } from "../engine/training/pretrain.ts";
import { adaptsGenerator, type RewardModelConfig, usesConsistency } from "../engine/training/reward-model-config.ts";
import type { Distribution } from "../engine/world/index.ts";

const percent = (x: number) => `${(100 * x).toFixed(1)} %`;

/** README.md of a policy: how it was made, and how well it knows the class that it learned from. */
export function policyCard(
  { steps, batchSize, learningRate, warmupSteps, stableRatio, weightDecay, maxGradNorm, corpus, seed }: PretrainConfig,
  { parameters, responseLoss }: { parameters: number; responseLoss: number | null },
  knowledge: Record<Distribution, PolicyKnowledge>,
): string {
  const row = (label: string, figure: (of: PolicyKnowledge) => string) =>
    `| ${label} | ${figure(knowledge.in)} | ${figure(knowledge.out)} |`;
  return `---
license: mit
language: en
pipeline_tag: text-generation
---
# Word-problem policy

A Llama decoder of ${(parameters / 1e6).toFixed(2)} M parameters that answers the playground's word problems as a class of students does: often
right, often wrong by a misconception that has a name. It knows the words of the embedded world and nothing else.

## How it was made

Trained from scratch on what the class writes, every batch drawn anew, problems of the validation and the test split left out:
${steps} steps of ${batchSize} documents, ${percent(corpus.graded)} of them graded by a teacher, ${percent(corpus.sheets)} exercise sheets. AdamW, peak learning rate
${learningRate}, ${warmupSteps} steps of warm-up, ${percent(stableRatio)} of the rest at the peak, then a cosine; weight decay ${weightDecay}; gradients clipped to norm ${maxGradNorm}; loss on
answers and marks, not on prompts; seed ${seed}.
${responseLoss === null ? "" : `Cross-entropy of what it learnt to write over the last steps: ${responseLoss.toFixed(4)} nats a token.\n`}
    npm run icrm -- pretrain --out public/models/policy --steps ${steps}

The command resumes from its last snapshot, writes the backbone of the reward models beside the policy, and ends with the
measurement below.

## How well it knows the class

On problems of the test split, ${knowledge.in.samplesPerProblem} samples each at temperature 1; out of distribution are longer problems, of stories that no
preference pair is made of.

| | in distribution | out of distribution |
|---|---|---|
${row("problems", (of) => String(of.problems))}
${row("right answers", (of) => percent(of.right))}
${row("answers that some student gives", (of) => percent(of.students))}
${row("equations that are true", (of) => percent(of.sums))}
${row("total variation to the class where it branches", (of) => of.totalVariation.toFixed(3))}
${row("pairs in which the likelier response is the right one", (of) => percent(of.likelierWins))}
${row("problems whose likeliest sample is right", (of) => percent(of.likeliestRight))}

Files: f16 safetensors in Hugging Face layout, a tokenizer of its own (one token a word, a number, a label or a mark).
`;
}

/** README.md of the backbone: what it is and what it is for. */
export function backboneCard(): string {
  return `---
license: mit
language: en
---
# Backbone of the reward models

The word-problem policy with another beginning: \`<bos>\` has the embedding of \`<graded>\`, the token that begins graded work in
the policy's corpus. A reward model that starts from here reads every answer as graded work, and the corpus says of graded
work whether it is right.

    npm run icrm -- pretrain --out public/models/policy

writes it beside the policy.
`;
}

/** README.md of a reward model: how it was made and how good it is. */
export function rewardModelCard(
  config: RewardModelConfig,
  { base, data, dataHash, pairs, steps }: RewardModelOrigin,
  measured: PairAccuracy,
): string {
  const { method, seed, batchSize, gradientAccumulationSteps, learningRate, warmupRatio, maxGradNorm } = config;
  const { generatorSteps, generatorLearningRate } = config;
  const unit = measured.unit === "pairs" ? "pairs" : "responses";
  const adaptation = `The generator was adapted first: ${generatorSteps} steps on the same ${unit}, peak learning rate ${generatorLearningRate}. `;
  const consistency = usesConsistency(config)
    ? `ρ ${config.rho}; edges \`${edgeName(config)}\` (score × weight), baselines over \`${config.baseline}\`. ${adaptsGenerator(config) ? adaptation : ""}`
    : "";
  return `---
license: mit
language: en
---
# Reward model, ${METHOD_NAMES[method]}

A reward at every token of a response: the hidden state through one linear value head (\`value_head.safetensors\`, TRL's
naming). The reward at the last token judges the whole response.

## How it was made

Started from \`${base}\` with a fresh head and trained (${trainedText(config)}) on ${pairs} ${unit} of \`${data}\` (SHA-256 of its records
\`${dataHash.slice(0, 16)}…\`): ${steps} steps of ${batchSize * gradientAccumulationSteps} ${unit}; AdamW, peak learning rate ${learningRate}, warm-up ${percent(warmupRatio)}, cosine; gradients
clipped to norm ${maxGradNorm}; seed ${seed}. ${consistency}

## How good it is

${measuredText(measured)} Its
problems are none of those it was trained on.
`;
}

function measuredText({ accuracy, margin, count, unit }: PairAccuracy): string {
  return unit === "pairs"
    ? `The right response gets the higher reward in **${percent(accuracy)}** of ${count} held-out pairs, on average by ${margin.toFixed(2)}.`
    : `The reward is on the side of 0 that the label says at **${percent(accuracy)}** of ${count} held-out step ends, on average by ${margin.toFixed(2)}.`;
}

function trainedText({ tuning, trainableLayers }: RewardModelConfig): string {
  return tuning === "top" ? `top: the upper ${trainableLayers} layers, final norm and heads` : tuning;
}

export interface RewardModelOrigin {
  base: string;
  data: string;
  dataHash: string;
  /** Number of training pairs. */
  pairs: number;
  steps: number;
}

const METHOD_NAMES: Record<Method, string> = {
  bt: "Bradley–Terry",
  grm: "GRM (Bradley–Terry with text-generation regularisation)",
  icrm: "ICRM (GRM with intra-trajectory consistency)",
  outcome: "outcome labels with intra-trajectory consistency",
  prm: "PRM (process supervision: a label for every step)",
  prm_icrm: "PRM with intra-trajectory consistency",
};
