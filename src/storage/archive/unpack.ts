import { type Checkpoint, loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { checked, parseJson } from "../../engine/checkpoint/json.ts";
import { memorySource } from "../../engine/checkpoint/source.ts";
import { loadAdapter } from "../../engine/decoder/peft-adapter.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import type { NewRun } from "../records.ts";
import { type Manifest, manifest } from "./manifest.ts";
import { readMetricsJsonLines } from "./metrics-files.ts";
import { sha256Hex } from "./sha256.ts";
import { unzip } from "./zip.ts";

export interface UnpackedRun {
  /** The run to be created; it has no id yet. */
  run: NewRun;
  metrics: StepMetrics[];
  checkpoint: Map<string, Uint8Array> | null;
  adapter: Map<string, Uint8Array> | null;
}

const MANIFEST = "run.json";
const FIX = "Export the run again, or download the file again.";

/**
 * Reads a zip written by `packRun` and checks every part of it.
 * @param name the name of the zip in errors
 * @throws PlaygroundError naming file and field, expected and found
 */
export async function unpackRun(bytes: Uint8Array, name: string): Promise<UnpackedRun> {
  const files = withoutOuterFolder(await unzip(bytes, name), name);
  const at = (path: string) => `${name}/${path}`;
  const read = (path: string): Uint8Array => {
    const content = files.get(path);
    if (content) return content;
    throw new PlaygroundError({
      what: "A file of the run is missing",
      where: name,
      expected: path,
      found: listed(files),
      fix: FIX,
    });
  };
  const about = checked(manifest, parseJson(read(MANIFEST), at(MANIFEST)), at(MANIFEST));
  await checkHashes(files, about, name);
  const config = checkRewardModelConfig(parseJson(read("config.json"), at("config.json")), at("config.json"));
  if (config.seed !== about.seed) {
    throw new PlaygroundError({
      what: "The run's seed is not the one of its config",
      where: `${at(MANIFEST)}, seed`,
      expected: String(config.seed),
      found: String(about.seed),
      fix: FIX,
    });
  }
  if (about.step > about.steps) {
    throw new PlaygroundError({
      what: "The run has done more steps than it has",
      where: `${at(MANIFEST)}, step`,
      expected: `at most ${about.steps}`,
      found: String(about.step),
      fix: FIX,
    });
  }
  const metrics = readMetricsJsonLines(new TextDecoder().decode(read("metrics.jsonl")), at("metrics.jsonl"));
  checkOrder(metrics, at("metrics.jsonl"));
  const checkpoint = folderOf(files, "checkpoint", name);
  const model = checkpoint && (await loadRewardModel(checkpoint, at("checkpoint")));
  const adapter = folderOf(files, "adapter", name);
  if (adapter && model) await loadAdapter(memorySource(adapter, at("adapter")), model.config);
  const { error, final, step, steps, note } = about;
  return {
    run: {
      name: about.name,
      note,
      createdAt: Date.parse(about.created_at),
      method: config.method,
      config,
      seed: config.seed,
      dataName: about.data_name,
      dataHash: about.data_hash,
      pairs: about.pairs,
      heldOut: about.held_out,
      baseModel: about.base_model,
      base: about.base,
      generator: about.generator,
      ...(about.left_out && { leftOut: about.left_out }),
      ...(about.workers && { workers: about.workers }),
      // The page that was training the run is elsewhere.
      status: about.status === "running" || about.status === "paused" ? "interrupted" : about.status,
      error,
      step,
      steps,
      final,
    },
    metrics,
    checkpoint,
    adapter,
  };
}

/** Demands ascending steps: metrics are stored by step. */
function checkOrder(metrics: readonly StepMetrics[], where: string): void {
  const second = metrics.findIndex(({ step }, i) => i > 0 && step <= (metrics[i - 1] as StepMetrics).step);
  if (second < 0) return;
  throw new PlaygroundError({
    what: "The steps of the run do not follow each other",
    where: `${where}, row ${second + 1}`,
    expected: `a step after ${metrics[second - 1]?.step}`,
    found: String(metrics[second]?.step),
    fix: FIX,
  });
}

/** Removes an outer folder, which a zip made by hand from an unpacked folder has around all files. */
function withoutOuterFolder(files: Map<string, Uint8Array>, name: string): Map<string, Uint8Array> {
  const manifests = [...files.keys()].filter((path) => path === MANIFEST || path.endsWith(`/${MANIFEST}`));
  const [outermost] = manifests.sort((a, b) => a.length - b.length);
  if (outermost === undefined) {
    throw new PlaygroundError({
      what: "The zip holds no run",
      where: name,
      expected: `${MANIFEST}, as an exported run has`,
      found: listed(files),
      fix: FIX,
    });
  }
  const folder = outermost.slice(0, -MANIFEST.length);
  const inside = [...files].filter(([path]) => path.startsWith(folder));
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length), bytes]));
}

async function checkHashes(
  files: ReadonlyMap<string, Uint8Array>,
  { files: hashes }: Manifest,
  name: string,
): Promise<void> {
  for (const [path, expected] of Object.entries(hashes)) {
    const bytes = files.get(path);
    const found = bytes && (await sha256Hex(bytes));
    if (found === expected) continue;
    throw new PlaygroundError({
      what: found ? "A file of the run is not what was exported" : "A file of the run is missing",
      where: `${name}/${path}`,
      expected: found ? `SHA-256 ${expected}` : path,
      found: found ?? listed(files),
      fix: FIX,
    });
  }
}

/** The files of a folder by name; null if there is no such folder. */
function folderOf(
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
  name: string,
): Map<string, Uint8Array> | null {
  const own = [...files].filter(([path]) => path.startsWith(`${folder}/`));
  if (own.length === 0) return null;
  const inside = new Map(own.map(([path, bytes]) => [path.slice(folder.length + 1), bytes]));
  const nested = [...inside.keys()].find((path) => path.includes("/"));
  if (!nested) return inside;
  throw new PlaygroundError({
    what: `The ${folder} has a folder in it`,
    where: `${name}/${folder}/${nested}`,
    expected: "files only",
    found: "a folder",
    fix: FIX,
  });
}

async function loadRewardModel(files: ReadonlyMap<string, Uint8Array>, name: string): Promise<Checkpoint> {
  const checkpoint = await loadCheckpoint(memorySource(files, name));
  if (checkpoint.valueHead) return checkpoint;
  throw new PlaygroundError({
    what: "The checkpoint is no reward model",
    where: name,
    expected: "a value head in value_head.safetensors",
    found: "none",
    fix: FIX,
  });
}

function listed(files: ReadonlyMap<string, Uint8Array>): string {
  const names = [...files.keys()];
  return names.length > 6
    ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more`
    : names.join(", ") || "no files";
}
