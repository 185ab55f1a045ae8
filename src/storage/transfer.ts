import { encodeJson } from "../engine/checkpoint/json.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { packRun } from "./archive/pack.ts";
import { isJson, readTrainerState } from "./archive/trainer-state.ts";
import { unpackRun } from "./archive/unpack.ts";
import { zip } from "./archive/zip.ts";
import { checkpoints } from "./checkpoints.ts";
import { policies } from "./policies.ts";
import type { PolicyRecord, RunRecord } from "./records.ts";
import { holdRun, newRunId, runStore } from "./run-store.ts";

/** A run as one zip. @throws PlaygroundError when it is gone */
export async function exportRun(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const run = await runStore.get(id);
  if (!run) throw new PlaygroundError({ what: "The run is gone", where: `run ${id}`, fix: "Reload the page." });
  const [checkpoint, adapter] = [await checkpoints.files(id), await checkpoints.adapterFiles(id)];
  return packRun({ run, metrics: await runStore.metrics(id), checkpoint, adapter });
}

/**
 * A tuned policy as one zip: its checkpoint, its record as `alignment.json`, and `adapter/` where adapters were trained.
 * @throws PlaygroundError when it is gone
 */
export async function exportPolicy(policy: PolicyRecord): Promise<Uint8Array<ArrayBuffer>> {
  const files = await policies.files(policy.id);
  const adapter = [...((await policies.adapterFiles(policy.id)) ?? [])];
  const beside = adapter.map(([name, bytes]) => [`adapter/${name}`, bytes] as const);
  if (files) return zip(new Map([...files, ["alignment.json", encodeJson(policy)], ...beside]));
  throw new PlaygroundError({ what: "The tuned policy is gone", where: policy.name, fix: "Reload the page." });
}

/**
 * Takes a zip, or the `trainer_state.json` of a pack for a cluster, in as a run of its own. Its record comes last: whatever goes
 * wrong before, no run is there.
 * @param name what errors call the file
 * @throws PlaygroundError when the file is not a run, or there is no room
 */
export async function importRun(bytes: Uint8Array, name: string): Promise<RunRecord> {
  const read = isJson(bytes) ? readTrainerState(bytes, name) : await unpackRun(bytes, name);
  const { run, metrics, checkpoint, adapter } = read;
  const id = newRunId();
  // Files without a record are taken for leftovers by other tabs.
  const letGo = await holdRun(id);
  try {
    if (checkpoint) await checkpoints.save(id, checkpoint);
    if (adapter) await checkpoints.saveAdapter(id, adapter);
    await runStore.appendMetrics(id, metrics);
    return await runStore.create({ ...run, id, hasCheckpoint: checkpoint !== null });
  } catch (error) {
    await runStore.erase(id);
    throw error;
  } finally {
    letGo?.();
  }
}

/** The name of a file, without its ending, for something a person has named. */
export function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}.-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "") || "run";
}
