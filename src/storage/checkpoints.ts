import type { CheckpointSource } from "../engine/checkpoint/source.ts";
import { folderFiles, folderSource } from "./checkpoint-folder.ts";
import { removeFolder, saveFolder } from "./folders.ts";
import { runFolder, runStore } from "./run-store.ts";

/** Checkpoints of trained reward models in Hugging Face layout, one per run. */
export const checkpoints = {
  /**
   * Replaces the run's checkpoint and updates the run's record.
   * @param files the files that `saveCheckpoint` returns
   * @throws PlaygroundError if there is no room; the checkpoint before then stays
   */
  async save(id: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    await saveFolder(checkpointFolder(id), files, "the trained reward model");
    await runStore.update(id, { hasCheckpoint: true });
  },

  /** The run's checkpoint as a source for `loadCheckpoint`. */
  source(id: string): CheckpointSource {
    return folderSource(checkpointFolder(id), {
      name: `run ${id}`,
      what: "the trained reward model",
      fix: "Train the run again, or import it from its zip.",
    });
  },

  /** All files of the run's checkpoint by name; null if there is no checkpoint. */
  files(id: string): Promise<Map<string, Uint8Array> | null> {
    return folderFiles(checkpointFolder(id));
  },

  /** Replaces the run's adapters in PEFT's format. @throws PlaygroundError if there is no room */
  saveAdapter(id: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    return saveFolder(adapterFolder(id), files, "the trained adapters");
  },

  /** The files of the run's adapters by name; null if the run trained whole weights. */
  adapterFiles(id: string): Promise<Map<string, Uint8Array> | null> {
    return folderFiles(adapterFolder(id));
  },

  async remove(id: string): Promise<void> {
    await runStore.update(id, { hasCheckpoint: false });
    await removeFolder(checkpointFolder(id));
    await removeFolder(adapterFolder(id));
  },
};

function checkpointFolder(id: string): string {
  return `${runFolder(id)}/checkpoint`;
}

function adapterFolder(id: string): string {
  return `${runFolder(id)}/adapter`;
}
