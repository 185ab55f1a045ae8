import type { CheckpointSource } from "../engine/checkpoint/source.ts";
import { backend } from "./backend.ts";
import { folderFiles, folderSource } from "./checkpoint-folder.ts";
import { removeFolder, saveFolder } from "./folders.ts";
import { type Leftovers, removeLeftovers } from "./leftovers.ts";
import { hold } from "./locks.ts";
import type { PolicyRecord } from "./records.ts";
import type { Tables } from "./tables.ts";
import { watching } from "./watching.ts";

const ROOT = "policies";
const ADAPTERS = "policy-adapters";

/** Policies that were tuned in this browser, in Hugging Face layout. Page and worker see each other's changes. */
export const policies = {
  /**
   * Keeps a tuned policy. Its record is written last, so that a failure leaves no policy.
   * @param files the files that `saveCheckpoint` returns
   * @param adapter the adapters' files in PEFT's format; null if whole weights were trained
   * @throws PlaygroundError if there is no room
   */
  async save(
    policy: Omit<PolicyRecord, "id" | "createdAt">,
    files: ReadonlyMap<string, Uint8Array>,
    adapter: ReadonlyMap<string, Uint8Array> | null,
  ): Promise<PolicyRecord> {
    const record = { ...policy, id: crypto.randomUUID(), createdAt: Date.now() };
    const letGo = await hold(lockOf(record.id));
    try {
      await saveFolder(folderOf(record.id), files, "the tuned policy");
      if (adapter) await saveFolder(adapterFolder(record.id), adapter, "the trained adapters");
      await (await backend()).tables.policies.put(record);
      return record;
    } finally {
      letGo?.();
    }
  },

  /** Removes files of policies whose page went away before the record was written, or before all files were deleted. */
  async removeLeftovers(signal: AbortSignal): Promise<Leftovers> {
    const isKnown = async (id: string) => (await policies.list()).some((policy) => policy.id === id);
    const weights = await removeLeftovers(ROOT, isKnown, lockOf, signal);
    const adapters = await removeLeftovers(ADAPTERS, isKnown, lockOf, signal);
    // Weights and adapters of one id are one policy.
    return { things: Math.max(weights.things, adapters.things), bytes: weights.bytes + adapters.bytes };
  },

  async update(id: string, changes: Partial<Omit<PolicyRecord, "id">>): Promise<void> {
    await (await backend()).tables.policies.update(id, changes);
  },

  /** All policies, newest first. */
  async list(): Promise<PolicyRecord[]> {
    return newestFirst((await backend()).tables);
  },

  /** Calls back with the list now and after every change, made in any tab or worker. */
  watch(listener: (policies: PolicyRecord[]) => void): () => void {
    return watching(newestFirst, listener);
  },

  /** The policy's checkpoint as a source for `loadCheckpoint`. */
  source({ id, name }: Pick<PolicyRecord, "id" | "name">): CheckpointSource {
    return folderSource(folderOf(id), {
      name,
      what: "the tuned policy",
      fix: "Tune it again: the same settings give the same policy.",
    });
  },

  /** All files of the policy's checkpoint by name; null if there are none. */
  files(id: string): Promise<Map<string, Uint8Array> | null> {
    return folderFiles(folderOf(id));
  },

  /** The files of the policy's adapters by name; null if whole weights were trained. */
  adapterFiles(id: string): Promise<Map<string, Uint8Array> | null> {
    return folderFiles(adapterFolder(id));
  },

  /** Deletes a policy for good. */
  async remove(id: string): Promise<void> {
    await (await backend()).tables.policies.remove(id);
    await removeFolder(folderOf(id));
    await removeFolder(adapterFolder(id));
  },
};

function folderOf(id: string): string {
  return `${ROOT}/${id}`;
}

function adapterFolder(id: string): string {
  return `${ADAPTERS}/${id}`;
}

/** The lock that is held while a policy without a record is being written. */
function lockOf(id: string): string {
  return `policy:${id}`;
}

async function newestFirst(tables: Tables): Promise<PolicyRecord[]> {
  return (await tables.policies.all()).sort((a, b) => b.createdAt - a.createdAt);
}
