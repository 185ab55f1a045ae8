import * as v from "valibot";
import { checked, encodeJson, parseJson } from "../engine/checkpoint/json.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../engine/checkpoint/safetensors.ts";
import { RunHistory } from "../engine/training/run-history.ts";
import type { Snapshot } from "../engine/training/trainer.ts";
import { backend } from "./backend.ts";
import { presentFolder, removeFolder, saveFolder } from "./folders.ts";
import { packHistory, unpackHistory } from "./history-file.ts";
import { runFolder, runStore } from "./run-store.ts";

const STATE = "trainer_state.json";
const HISTORY = "history.safetensors";
const trainerState = v.object({ step: v.number(), carried: v.record(v.string(), v.number()) });

/** What a run needs to continue after its page is gone, and its history. */
export interface KeptSnapshot {
  snapshot: Snapshot;
  history: RunHistory;
}

/** The last snapshot of each run, in files. */
export const snapshots = {
  /**
   * Replaces the run's snapshot, and tells its record.
   * @throws PlaygroundError when there is no room; the snapshot before stays
   */
  async save(id: string, { snapshot, history }: KeptSnapshot): Promise<void> {
    const { step, carried, weights, firstMoments, secondMoments } = snapshot;
    const files = new Map([
      ["weights.safetensors", writeSafetensors(weights, "F32")],
      ["first_moments.safetensors", writeSafetensors(firstMoments, "F32")],
      ["second_moments.safetensors", writeSafetensors(secondMoments, "F32")],
      [HISTORY, packHistory(history)],
      [STATE, encodeJson({ step, carried })],
    ]);
    await saveFolder(snapshotFolder(id), files, `the snapshot of step ${step}`);
    await runStore.update(id, { hasSnapshot: true });
  },

  /** null if the run has no snapshot. */
  async load(id: string): Promise<KeptSnapshot | null> {
    const folder = await presentFolder(snapshotFolder(id));
    if (folder === null) return null;
    const { files } = await backend();
    const read = async (name: string) => (await files.read(`${folder}/${name}`)) ?? new Uint8Array();
    const tensors = async (name: string): Promise<Map<string, Tensor>> =>
      readSafetensors(await read(name), `snapshot, ${name}`);
    const state = checked(trainerState, parseJson(await read(STATE), `snapshot, ${STATE}`), `snapshot, ${STATE}`);
    const snapshot = {
      ...state,
      weights: await tensors("weights.safetensors"),
      firstMoments: await tensors("first_moments.safetensors"),
      secondMoments: await tensors("second_moments.safetensors"),
    };
    const past = await files.read(`${folder}/${HISTORY}`);
    return { snapshot, history: past ? unpackHistory(past, `snapshot, ${HISTORY}`) : new RunHistory() };
  },

  /** The record is changed first, so that it never claims a snapshot that is gone. */
  async remove(id: string): Promise<void> {
    await runStore.update(id, { hasSnapshot: false });
    await removeFolder(snapshotFolder(id));
  },
};

function snapshotFolder(id: string): string {
  return `${runFolder(id)}/snapshot`;
}
