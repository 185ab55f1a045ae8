import type { CheckpointSource } from "../checkpoint/source.ts";

/**
 * Paths of the files that are the same in every pack. They lie under `public/cluster/`: the page fetches them from its
 * own site, the command line reads them from disk.
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
  ...["optuna_study.py", "ray_tune.py"].map((name) => `sweeps/${name}`),
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
    "with_trl.py",
  ].map((name) => `tests/${name}`),
];

/** Loads ICRM for many GPUs with its tests. @throws PlaygroundError if a file is missing */
export async function loadPack(source: CheckpointSource): Promise<Map<string, Uint8Array>> {
  return new Map(await Promise.all(PACK.map(async (path) => [path, await source.read(path)] as const)));
}
