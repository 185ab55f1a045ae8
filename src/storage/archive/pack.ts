import { encodeJson } from "../../engine/checkpoint/json.ts";
import { REWARD_MODEL_SETTINGS } from "../../engine/training/reward-model-settings.ts";
import { withFileNames } from "../../engine/training/setting-names.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import type { RunRecord } from "../records.ts";
import { FORMAT, type Manifest } from "./manifest.ts";
import { metricsCsv, metricsJsonLines } from "./metrics-files.ts";
import { sha256Hex } from "./sha256.ts";
import { zip } from "./zip.ts";

/** Everything that a run's zip contains. */
export interface PackedRun {
  run: RunRecord;
  metrics: readonly StepMetrics[];
  /** The checkpoint's files in Hugging Face layout; null if the run has no checkpoint. */
  checkpoint: ReadonlyMap<string, Uint8Array> | null;
  /** The adapters' files in PEFT's format; null if whole weights were trained. */
  adapter: ReadonlyMap<string, Uint8Array> | null;
}

/**
 * A run as one zip: `run.json`, `config.json`, `metrics.csv`, `metrics.jsonl`, `checkpoint/`, and `adapter/` if
 * adapters were trained.
 */
export async function packRun({ run, metrics, checkpoint, adapter }: PackedRun): Promise<Uint8Array<ArrayBuffer>> {
  const text = (content: string) => new TextEncoder().encode(content);
  const files = new Map([
    ["config.json", encodeJson(withFileNames(REWARD_MODEL_SETTINGS, run.config))],
    ["metrics.jsonl", text(metricsJsonLines(metrics))],
    ["metrics.csv", text(metricsCsv(metrics))],
    ...inFolder("checkpoint", checkpoint),
    ...inFolder("adapter", adapter),
  ]);
  const hashes: Record<string, string> = {};
  for (const [path, bytes] of files) hashes[path] = await sha256Hex(bytes);
  return zip(new Map([["run.json", encodeJson(manifestOf(run, hashes))], ...files]));
}

function inFolder(folder: string, files: PackedRun["checkpoint"]): [string, Uint8Array][] {
  return [...(files ?? [])].map(([name, bytes]): [string, Uint8Array] => [`${folder}/${name}`, bytes]).sort(byPath);
}

// Files are sorted, so that the same run gives the same zip in whatever order its files are stored.
function byPath([one]: readonly [string, Uint8Array], [other]: readonly [string, Uint8Array]): number {
  return one < other ? -1 : 1;
}

function manifestOf(run: RunRecord, files: Record<string, string>): Manifest {
  const { name, note, createdAt, seed, dataName, dataHash, pairs, heldOut, baseModel, base, generator } = run;
  const { leftOut, workers, status, error, step, steps, final } = run;
  return {
    format: FORMAT,
    version: 1,
    name,
    note,
    created_at: new Date(createdAt).toISOString(),
    seed,
    data_name: dataName,
    data_hash: dataHash,
    pairs,
    held_out: heldOut,
    base_model: baseModel,
    base,
    generator,
    ...(leftOut && { left_out: leftOut }),
    ...(workers && { workers }),
    status,
    error,
    step,
    steps,
    final,
    files,
  };
}
