import { adaptsGenerator } from "../training/reward-model-config.ts";
import { HELD_OUT } from "./preference-files.ts";
import { scaleMarkdown } from "./scale.ts";
import { epochs, MAX_LENGTH, PAPER_MODEL, type StageMaterial } from "./stages.ts";
import { HELD_OUT_STEPS, STEPS } from "./step-rows.ts";

/**
 * Writes a bundle's README.md: what the bundle holds, how to run it, and which settings must change with scale.
 */
export function clusterReadme(name: string, material: StageMaterial): string {
  const { supervision, reward, policy, rows, heldOut, pairs } = material;
  const { learningRate, batchSize, gradientAccumulationSteps, generatorLearningRate, generatorSteps } = reward;
  const unit = supervision === "steps" ? "responses" : "pairs";
  return `# ${name}, for a cluster

Made by the ICRM Playground from ${rows} training ${unit}${heldOut > 0 ? ` and ${heldOut} held-out ones` : ""}. On a machine with GPUs, in this folder:

    pip install -r requirements.txt
    accelerate launch -m icrm.probabilities --model ${PAPER_MODEL}
    accelerate launch --config_file accelerate/zero2.yaml -m icrm.train --model ${PAPER_MODEL} --set learning_rate=1e-5

The first command installs, the second reads all ${unit} once with the frozen generator, the third trains. The model is the paper's;
name your own in its place. Without \`--set\` the learning rate is that of \`settings.json\`, ${learningRate}, which was found on a small
model. \`num_processes\` in \`accelerate/zero2.yaml\` is the number of GPUs.

\`saves/reward-model\` then holds the reward model, or its adapters, which \`python -m icrm.merge --model ${PAPER_MODEL}\` adds to
the model, and \`trainer_state.json\`: the playground opens both, on its Models page and its Runs page.

| path | what it is |
|---|---|
| \`icrm/\` | intra-trajectory consistency on TRL's RewardTrainer; its README says what was checked, and what could not be |
| \`settings.json\` | every setting found in the playground, under TRL's names where TRL has it; \`icrm/\` reads it |
| \`accelerate/\` | DeepSpeed ZeRO-2, ZeRO-3 and FSDP, as Accelerate takes them |
${dataRows(material)}
| \`llamafactory/generator.yaml\` | LLaMA-Factory: the generator learns to write responses like those of the data, good and bad |
${pairs > 0 ? POLICY_ROWS : ""}| \`sweeps/\` | the space to search: \`space.json\`, and what searches it |
| \`tests/\` | \`python3 -m unittest discover\`; needs PyTorch and nothing else. \`python -m unittest tests.with_trl\` trains a tiny model on what \`requirements.txt\` installs, in minutes on a CPU |

## The stages

1. **Generator.** ${
    adaptsGenerator(reward)
      ? `The run adapted it for ${generatorSteps} steps, so adapt it first, and name the result:

       llamafactory-cli train llamafactory/generator.yaml
       accelerate launch -m icrm.probabilities --model ${PAPER_MODEL} --adapter saves/generator

   LLaMA-Factory's loss weighs every token alike, the playground's every response.`
      : "The run took it as it was. The paper adapts it first: `llamafactory-cli train llamafactory/generator.yaml`, then\n   `--adapter saves/generator` for `icrm.probabilities`."
  }
2. **Reward model.** \`icrm/\`: the method of \`settings.json\` is ${reward.method}. ${supervision === "steps" ? STEP_METHODS_TEXT : PAIR_METHODS_TEXT}
${
  heldOut > 0
    ? `   What it has learned: \`python -m icrm.evaluate --model saves/reward-model --data data/${supervision === "steps" ? HELD_OUT_STEPS : HELD_OUT}.json\`, or a file of
   RewardBench 1 or 2 or of ProcessBench as JSON.
`
    : ""
}3. **Policy.** ${pairs > 0 ? "`llamafactory-cli train llamafactory/policy.yaml`, or `accelerate launch trl/dpo.py`." : "Not in this folder: a policy is tuned on pairs, and the data have none."}

LLaMA-Factory has ${pairs > 0 ? "the first stage and the third" : "the first stage"}. Its own reward models are Bradley–Terry and know no consistency.
It asks for older versions of TRL, Transformers, Accelerate and Datasets than \`requirements.txt\` (0.9.6.dev0: TRL up to 0.24, Transformers
up to 5.8), so install it in an environment of its own; the adapters that it leaves are read from either.

Names of settings were read in the sources of TRL 1.13.0, Transformers 5.18.0 and LLaMA-Factory 0.9.6.dev0 (commit ff6d4d1). From 5.2 on Transformers has no
\`warmup_ratio\`; TRL's script gives the share as \`warmup_steps\` and so needs 5.2, LLaMA-Factory's files give a number of steps.

## What must change with scale

What was found on a small model are ratios more than numbers. With the model's size change:

| setting | here | paper, ${PAPER_MODEL} |
|---|---|---|
| learning rate of the reward model | ${learningRate} | 1e-5 |
| learning rate of the generator | ${generatorLearningRate} | 1e-7 (adapters), 1e-5 (head) |
${pairs > 0 ? `| learning rate of DPO | ${policy.learningRate} | 5e-6 |\n` : ""}| ${unit} a step, over all GPUs | ${batchSize * gradientAccumulationSteps} | 12 to 24 |
| passes over the ${unit} | ${epochs(reward, rows)} | 1 to 2 |
| tuning | ${reward.tuning}${reward.tuning === "top" ? `, ${reward.trainableLayers} layers` : ""} | LoRA on all linear layers, rank 32, α 64 |
| length in tokens | as the model here had it; ${MAX_LENGTH} unless \`--max-length\` says otherwise | ${MAX_LENGTH} |

- **Learning rates fall as models grow.** Those of a model of a million parameters make one of billions diverge: begin with
  the paper's, and sweep around them by factors of three.
- **A step stays what it is on more GPUs**: \`icrm/\` divides \`per_device_train_batch_size\` of \`settings.json\`, or
  \`gradient_accumulation_steps\`, among them, and says so where it cannot. LLaMA-Factory and TRL's script take \`per_device_train_batch_size\` a GPU: divide it yourself.
- **What carries over first:** which method won over paired seeds, ρ, the weight of the edges, warm-up as a share of the
  steps, β. What does not: how many points it won by.
- **The template** of LLaMA-Factory must be that of the model. \`icrm/\` takes the tokenizer's own.
- **The generator** must read the same tokens as the reward model.
- **Repeat over seeds** (\`--set seed=1\`): a difference within the spread of seeds is none, at any size.

## Sweeps

\`sweeps/space.json\` says what varies (docs/sweeps.md of the playground has its form); every value there that is not \`vary\` is
that of \`settings.json\`. One of these searches it:

    python sweeps/optuna_study.py ${PAPER_MODEL} 24                    # Optuna (TPE); leaves optuna.csv
    python sweeps/ray_tune.py ${PAPER_MODEL} 24                        # Ray Tune, at random; leaves ray.csv
    wandb sweep sweeps/wandb.yaml                                     # W&B; export the sweep's table as CSV
    sbatch sweeps/slurm.sh ${PAPER_MODEL}                          # SLURM; then python -m icrm.sweep collect
    kubectl apply -f sweeps/kubernetes.yaml                           # Kubernetes; the same

On the playground's Sweep page open \`sweeps/space.json\`, then the table. Run on a CPU with a small
model: the study of Optuna (5.0.0), and what the tasks of the arrays run. Ray Tune (2.58.0) began its trials and was not waited for. W&B,
SLURM and Kubernetes could not be tried. A setting that decides
the examples (the generator's temperature, nucleus and steps, shuffled weights) asks for examples of its own: \`icrm.train\`
refuses those made for others.

## What it takes

${scaleMarkdown()}`;
}

const POLICY_ROWS = `| \`llamafactory/policy.yaml\` | LLaMA-Factory: direct preference optimisation (DPO) |
| \`trl/dpo.py\` | the same with TRL |
`;

const PAIR_METHODS_TEXT = `Every other method that compares pairs, edge score and edge weight
   is \`--set method=bt\`, \`--set edge_weight=uniform\` and so on; Bradley–Terry is what consistency is to be held against.`;

const STEP_METHODS_TEXT = `Process supervision with consistency
   and without it are \`--set method=prm_icrm\` and \`--set method=prm\`; edge scores and weights are \`--set edge_weight=uniform\` and so on.`;

function dataRows({ supervision, pairs }: StageMaterial): string {
  const rows = [
    ...(supervision === "steps"
      ? [
          `| \`data/${STEPS}.json\` | responses in steps with a label each, as TRL's stepwise data have them, with \`step_separator\` beside; null where nobody has rated a step, which TRL's own trainer does not know${pairs > 0 ? ". Both responses of every pair, labelled by the playground's verifier, so that a batch counts twice as many rows as it counted pairs" : ""} |`,
        ]
      : []),
    pairs > 0
      ? "| `data/` | the pairs as `icrm/`, LLaMA-Factory and the ICRM repository read them, described by `dataset_info.json` |"
      : "| `data/icrm_responses.json` | the responses as LLaMA-Factory reads them, described by `dataset_info.json` |",
  ];
  return rows.join("\n");
}
