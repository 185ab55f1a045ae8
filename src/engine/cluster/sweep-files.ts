import { encodeJson } from "../checkpoint/json.ts";
import { checkPlan, type SweepPlan, trialsOf } from "../sweep/plan.ts";
import { planFile } from "../sweep/record.ts";
import { dimensions } from "../sweep/space.ts";
import { isCounted } from "../sweep/variation.ts";
import type { RewardModelConfig } from "../training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";
import { nameInFiles, withFileNames } from "../training/setting-names.ts";
import { PAPER_MODEL } from "./stages.ts";

/** A sweep worth repeating at scale: learning rates around the paper's, and values of ρ if the method uses ρ. */
export function spaceAround(reward: RewardModelConfig): SweepPlan {
  const vary = {
    learningRate: { logRange: [1e-6, 1e-4] },
    ...(reward.rho > 0 && { rho: { range: [0.02, 0.5], when: { method: ["icrm", "outcome"] } } }),
  };
  return checkPlan({ base: reward, vary, seeds: [0, 1, 2], trials: 72 }, "space");
}

/**
 * The files of a sweep that are made of its plan: `space.json`, every configuration with every seed, W&B's sweep file, and
 * arrays of jobs for SLURM and Kubernetes, as many as there are configurations × seeds.
 */
export function sweepFiles(plan: SweepPlan): Map<string, Uint8Array> {
  const jobs = trialsOf(plan).map(({ values, seed }) => ({
    values: withFileNames<unknown>(REWARD_MODEL_SETTINGS, values),
    seed,
  }));
  const text = (content: string) => new TextEncoder().encode(content);
  return new Map([
    ["space.json", encodeJson(planFile(plan))],
    ["configurations.json", encodeJson(jobs)],
    ["wandb.yaml", text(wandbSweep(plan))],
    ["slurm.sh", text(slurmArray(jobs.length))],
    ["kubernetes.yaml", text(kubernetesJob(jobs.length))],
  ]);
}

function slurmArray(jobs: number): string {
  return `#!/bin/bash
# One configuration with one seed a task; sweeps/configurations.json has them in order, counted from 0:
# sbatch sweeps/slurm.sh ${PAPER_MODEL}. Afterwards: python -m icrm.sweep collect
#SBATCH --array=0-${jobs - 1}
#SBATCH --gpus-per-task=8
#SBATCH --ntasks=1
cd "$SLURM_SUBMIT_DIR"
python -m icrm.sweep run --index "$SLURM_ARRAY_TASK_ID" --model "$1"
`;
}

function kubernetesJob(jobs: number): string {
  return `# An indexed job on a volume that all pods share, with this folder in it: a configuration with a seed a pod.
# Afterwards, in the folder: python -m icrm.sweep collect
apiVersion: batch/v1
kind: Job
metadata:
  name: icrm-sweep
spec:
  completions: ${jobs}
  parallelism: ${Math.min(8, jobs)}
  completionMode: Indexed
  template:
    spec:
      restartPolicy: OnFailure
      containers:
        - name: train
          image: icrm-pack
          workingDir: /pack
          command: ["/bin/sh", "-c"]
          args: ["python -m icrm.sweep run --index $JOB_COMPLETION_INDEX --model ${PAPER_MODEL}"]
          resources:
            limits: { nvidia.com/gpu: 8 }
          volumeMounts:
            - { name: pack, mountPath: /pack }
      volumes:
        - name: pack
          persistentVolumeClaim: { claimName: icrm-pack }
`;
}

/** W&B's sweep file. The values are written as JSON, which is valid YAML. */
function wandbSweep(plan: SweepPlan): string {
  const { objective, seeds } = plan;
  const conditional = dimensions(plan).filter(([, { when }]) => when);
  const parameters = dimensions(plan).map(([field, variation]) => {
    const log = "logRange" in variation;
    const counted = isCounted(field);
    const name = counted ? (log ? "q_log_uniform_values" : "int_uniform") : log ? "log_uniform_values" : "uniform";
    const range = "choices" in variation ? null : "range" in variation ? variation.range : variation.logRange;
    const values = range
      ? { distribution: name, min: range[0], max: range[1] }
      : { values: "choices" in variation ? variation.choices : [] };
    return `  ${nameInFiles(REWARD_MODEL_SETTINGS, field)}: ${JSON.stringify(values)}`;
  });
  const metric = objective.metric.replace(/^heldout\//, "eval/");
  return `# wandb sweep sweeps/wandb.yaml, then wandb agent with what it prints, in this folder. In the sweep's table choose Export, CSV:
# the playground's Sweep page opens it once sweeps/space.json is in sight.
${conditional.length > 0 ? `# W&B has no words for conditions: ${conditional.map(([field]) => nameInFiles(REWARD_MODEL_SETTINGS, field)).join(", ")} varies in every run, whether it means something or not.\n` : ""}method: random
metric:
  name: ${JSON.stringify(metric.startsWith("eval/") ? metric : `train/${metric}`)}
  goal: ${objective.goal === "maximise" ? "maximize" : "minimize"}
parameters:
${parameters.join("\n")}
  seed: ${JSON.stringify({ values: seeds })}
command:
  - accelerate
  - launch
  - --config_file
  - accelerate/zero2.yaml
  - -m
  - icrm.train
  - --model
  - ${PAPER_MODEL}
  - --report-to
  - wandb
  - --out
  - saves/wandb/$WANDB_RUN_ID
  - --set
  - \${args_no_hyphens}
`;
}
