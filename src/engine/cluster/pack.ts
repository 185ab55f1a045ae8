import type { CheckpointSource } from "../checkpoint/source.ts";

/**
 * The files of a pack that are the same in every one, by their paths in it: `public/cluster/`, which the page fetches from its
 * own site and the command line reads from disk.
 */
const PACK = [
  "requirements.txt",
  ...[
    "README.md",
    "__init__.py",
    "batch.py",
    "config.py",
    "data.py",
    "evaluate.py",
    "history.py",
    "losses.py",
    "merge.py",
    "metrics.py",
    "model.py",
    "objective.py",
    "probabilities.py",
    "settings.py",
    "settings_table.py",
    "sweep.py",
    "train.py",
    "trainer.py",
  ].map((name) => `icrm/${name}`),
  ...["fsdp.yaml", "zero2.yaml", "zero3.yaml"].map((name) => `accelerate/${name}`),
  ...["kubernetes.yaml", "optuna_study.py", "ray_tune.py", "slurm.sh"].map((name) => `sweeps/${name}`),
  ...[
    "__init__.py",
    "stand_ins.py",
    "test_batch.py",
    "test_data.py",
    "test_distributed.py",
    "test_history.py",
    "test_losses.py",
    "test_merge.py",
    "test_metrics.py",
    "test_probabilities.py",
    "test_settings.py",
    "test_sweep.py",
    "test_trainer.py",
    "tiny_decoder.py",
  ].map((name) => `tests/${name}`),
];

/** ICRM for many GPUs, and the tests it comes with. @throws PlaygroundError where a file is not there */
export async function loadPack(source: CheckpointSource): Promise<Map<string, Uint8Array>> {
  return new Map(await Promise.all(PACK.map(async (path) => [path, await source.read(path)] as const)));
}
