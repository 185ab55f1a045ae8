import { adaptsGenerator } from "../training/reward-model-config.ts";
import { epochs, MAX_LENGTH, MODEL, type StageMaterial } from "./stages.ts";

/** README.md of a bundle: what is in it, how it is run, and what must change with scale. */
export function clusterReadme(name: string, { reward, policy, pairs, heldOut }: StageMaterial): string {
  const { method, rho, edgeScore, edgeWeight, baseline, generatorTemperature, generatorTopP, weightRatio } = reward;
  const { labelSmoothing, centering, learningRate, batchSize, accumulation, generatorLearningRate } = reward;
  return `# ${name}, for a cluster

Made by the ICRM Playground from ${pairs} training pairs${heldOut > 0 ? ` and ${heldOut} held-out ones` : ""}.

| path | what it is |
|---|---|
| \`data/\` | the pairs as LLaMA-Factory and the ICRM repository read them, described by \`dataset_info.json\` |
| \`llamafactory/generator.yaml\` | first stage: the generator learns to write responses like those of the pairs, good and bad |
| \`llamafactory/reward-model.yaml\` | second stage: the reward model |
| \`llamafactory/policy.yaml\` | third stage: direct preference optimisation (DPO) |
| \`trl/reward.py\`, \`trl/dpo.py\` | the second and third stage with TRL |
| \`settings.json\` | every setting found in the playground, under the playground's names |

    pip install llamafactory deepspeed
    llamafactory-cli train llamafactory/reward-model.yaml

    pip install trl peft
    accelerate launch trl/reward.py

Both are started in this folder. Names of settings were held against the sources of
LLaMA-Factory 0.9.6, TRL 1.9 and Transformers 5.8; TRL's scripts need Transformers 5.2 or newer.

## What stands in the files, and what does not

LLaMA-Factory as it is published, and TRL, train Bradley–Terry reward models. The ICRM repository (code of arXiv 2506.09096)
is a LLaMA-Factory that adds the consistency term; it reads the same data and the same files. How it names the settings
of that term stands in its own README; here they are called, and were:

| setting | value |
|---|---|
| method | ${method} |
| ρ, share of the consistency term | ${rho} |
| edge score, edge weight | ${edgeScore}, ${edgeWeight} |
| baseline | ${baseline} |
| generator's temperature, nucleus | ${generatorTemperature}, ${generatorTopP} |
| generator adapted first | ${adaptsGenerator(reward) ? `yes, ${reward.generatorSteps} steps` : "no"} |
| share of the second head's gradient in the backbone | ${weightRatio} |
| label smoothing of the pair loss | ${labelSmoothing}${labelSmoothing > 0 ? " (neither LLaMA-Factory nor TRL has it)" : ""} |
| centering | ${centering}${centering > 0 ? " (TRL has it, LLaMA-Factory does not)" : ""} |

## What must change with scale

What was found on a small model are ratios more than numbers. With the model's size change:

| setting | here | paper, ${MODEL} |
|---|---|---|
| learning rate of the reward model | ${learningRate} | 1e-5 |
| learning rate of the generator | ${generatorLearningRate} | 1e-7 (adapters), 1e-5 (head) |
| learning rate of DPO | ${policy.learningRate} | 5e-6 |
| pairs a step, over all GPUs | ${batchSize * accumulation} | 12 to 24 |
| passes over the pairs | ${epochs(reward, pairs)} | 1 to 2 |
| tuning | ${reward.tuning}${reward.tuning === "top" ? `, ${reward.trainableLayers} layers` : ""} | LoRA on all linear layers, rank 32, α 64 |
| length in tokens | as the model here had it; ${MAX_LENGTH} in the files | ${MAX_LENGTH} |

- **Learning rates fall as models grow.** Those of a model of a million parameters make one of billions diverge: begin with
  the paper's, and sweep around them by factors of three.
- **Pairs a step are \`per_device_train_batch_size\` × \`gradient_accumulation_steps\` × GPUs.** With more GPUs, divide.
- **What carries over first:** which method won over paired seeds, ρ, the weight of the edges, warm-up as a share of the
  steps, β. What does not: how many points it won by.
- **The template** must be that of the model, and its padding token must not be the token that is scored.
- **The generator** must read the same tokens as the reward model.
- **Repeat over seeds**: a difference within the spread of seeds is none, at any size.
`;
}
