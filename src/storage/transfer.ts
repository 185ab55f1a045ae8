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

/** A run as one zip. @throws PlaygroundError if the run is gone */
export async function exportRun(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const run = await runStore.get(id);
  if (!run) throw new PlaygroundError({ what: "The run is gone", where: `run ${id}`, fix: "Reload the page." });
  const [checkpoint, adapter] = [await checkpoints.files(id), await checkpoints.adapterFiles(id)];
  return packRun({ run, metrics: await runStore.metrics(id), checkpoint, adapter });
}

/**
 * A tuned policy as one zip: its checkpoint, its record as `alignment.json`, and `adapter/` if adapters were trained.
 * @throws PlaygroundError if the policy is gone
 */
export async function exportPolicy(policy: PolicyRecord): Promise<Uint8Array<ArrayBuffer>> {
  const files = await policies.files(policy.id);
  const adapter = [...((await policies.adapterFiles(policy.id)) ?? [])];
  const beside = adapter.map(([name, bytes]) => [`adapter/${name}`, bytes] as const);
  if (files) return zip(new Map([...files, ["alignment.json", encodeJson(policy)], ...beside]));
  throw new PlaygroundError({ what: "The tuned policy is gone", where: policy.name, fix: "Reload the page." });
}

/**
 * Imports a zip, or the `trainer_state.json` of a cluster pack, as a new run. The run's record is written last, so that
 * a failure leaves no run.
 * @param name the name of the file in errors
 * @throws PlaygroundError if the file is not a run, or there is no room
 */
export async function importRun(bytes: Uint8Array, name: string): Promise<RunRecord> {
  const read = isJson(bytes) ? readTrainerState(bytes, name) : await unpackRun(bytes, name);
  const { run, metrics, checkpoint, adapter } = read;
  const id = newRunId();
  // Another tab would remove files without a record as leftovers.
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

/** A file name, without its ending, for something that a person has named. */
export function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}.-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "") || "run";
}
