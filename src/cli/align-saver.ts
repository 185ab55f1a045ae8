import { join } from "node:path";
import type { SampledPrompt } from "../engine/alignment/sampled-prompt.ts";
import { contentHash } from "../engine/data/content-hash.ts";
import { formatJsonLines } from "../engine/data/json-lines.ts";
import type { DpoConfig } from "../engine/training/dpo-config.ts";
import { dpoSteps } from "../engine/training/policy-run.ts";
import type { PolicySaver, SampleStore } from "../flows/align/host.ts";
import type { AlignmentPoint, ChosenPairs } from "../flows/align/plan.ts";
import { exists, readTextFile, writeFiles, writeText } from "./files.ts";
import { log } from "./output.ts";
import { loadSnapshot, saveSnapshot } from "./snapshots.ts";

export interface PolicyFolders {
  /** Folder of the tuned policy and its pairs. */
  out: string;
  /** Folder of the snapshots. */
  snapshots: string;
  /** Number of steps between snapshots. */
  saveEvery: number;
}

/** What identifies a run in a folder: a run that differs in any of it is another run. */
export type AlignmentIdentity = Record<string, unknown> & { data_hash: string; policy: string; validation: number };

/** The history of an alignment, and where its policy was written. */
export interface WrittenPolicy {
  history: AlignmentPoint[];
  steps: number;
  /** Folder of the adapters alone; null if whole weights were trained. */
  adapter: string | null;
}

/** Keeps one policy in folders: its pairs, regular snapshots, and at the end the tuned policy. */
export async function folderPolicySaver(
  { out, snapshots, saveEvery }: PolicyFolders,
  config: DpoConfig,
  identity: AlignmentIdentity,
  { preferences, pairs }: ChosenPairs,
): Promise<PolicySaver & { written: WrittenPolicy }> {
  await writeText(join(out, "pairs.jsonl"), formatJsonLines(preferences));
  const saved = await loadSnapshot<AlignmentIdentity, AlignmentPoint>(snapshots, identity);
  if (saved) log(`resuming at step ${saved.snapshot.step} of ${dpoSteps(config, pairs.length)}`);
  const written: WrittenPolicy = { history: saved?.history ?? [], steps: 0, adapter: null };
  return {
    written,
    snapshot: saved?.snapshot ?? null,
    async note(point, run) {
      written.history.push(point);
      const due = run.step % saveEvery === 0 || run.done;
      if (run.step > 0 && due) await saveSnapshot(snapshots, await run.snapshot(), identity, written.history);
    },
    async finish(files, run) {
      written.steps = run.step;
      await writeFiles(out, files);
      const adapter = await run.adapter();
      if (!adapter) return;
      written.adapter = join(out, "adapter");
      await writeFiles(written.adapter, adapter);
    },
    judged: async () => {},
  };
}

/** Keeps samples in a folder, named by a hash of all that decides them. @param policy hash of the policy's weights */
export function sampleFolder(folder: string, policy: string): SampleStore {
  let file = "";
  return {
    async get(prompts, sampling) {
      const key = await contentHash({ policy, prompts, sampling });
      file = join(folder, `samples-${key.slice(0, 16)}.json.gz`);
      return (await exists(file)) ? (JSON.parse(await readTextFile(file)) as SampledPrompt[]) : [];
    },
    put: (samples) => writeText(file, JSON.stringify(samples)),
  };
}
