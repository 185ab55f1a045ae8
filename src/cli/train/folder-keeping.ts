import { join } from "node:path";
import { saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { PairAccuracy } from "../../engine/training/evaluate-pairs.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import { RunHistory } from "../../engine/training/run-history.ts";
import type { HistoryRow, Keeping, RunOutcome, RunSaver, SaveSchedule } from "../../flows/train/keeping.ts";
import { writeFiles, writeSafely } from "../files.ts";
import { rewardModelCard } from "../model-card.ts";
import { log } from "../output.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";

/** What identifies a run in a folder: a run that differs in any of it is another run. */
export type RunIdentity = Record<string, unknown> & { data_hash: string; base: string; generator: string };

export interface FolderOptions {
  /** Folder of the reward model. */
  out: string;
  /** Folder of the snapshots. */
  snapshots: string;
  /** Number of steps between snapshots. */
  saveEvery: number;
  config: RewardModelConfig;
  identity: RunIdentity;
  /** Name of the training file, and number of its examples that are trained on. */
  data: string;
  pairs: number;
}

/** A reward model that has been written. */
export interface WrittenModel {
  steps: number;
  /** Number of threads that every step was split over. */
  workers: number;
  history: readonly HistoryRow[];
  measured: PairAccuracy;
  /** Folder of the adapters alone; null if whole weights were trained. */
  adapter: string | null;
}

/** Keeps one run in folders: regular snapshots, and at the end the reward model. */
export class FolderKeeping implements Keeping {
  readonly schedule: SaveSchedule;
  readonly #options: FolderOptions;
  /** The model that was written at the end; null before. */
  written: WrittenModel | null = null;

  constructor(options: FolderOptions) {
    this.#options = options;
    this.schedule = everySteps(options.saveEvery);
  }

  async begin() {
    const { snapshots, identity, config } = this.#options;
    const saved = await loadSnapshot<RunIdentity, HistoryRow>(snapshots, identity);
    if (saved) log(`resuming at step ${saved.snapshot.step} of ${config.steps}`);
    const rows = saved?.history ?? [];
    const kept = { snapshot: saved?.snapshot ?? null, rows: [...rows], history: new RunHistory() };
    return { saver: this.#saver(rows), kept };
  }

  #saver(rows: HistoryRow[]): RunSaver {
    const { snapshots, identity } = this.#options;
    const save = async (run: RunOutcome["run"]) => {
      await saveSnapshot(snapshots, await run.snapshot(), identity, rows);
      return true;
    };
    // A run that cannot continue leaves its last snapshot.
    const leave = async () => {};
    return {
      note: (row) => void rows.push(row),
      saveMetrics: leave,
      save,
      finish: async (outcome) => {
        await save(outcome.run);
        this.written = await this.#write(outcome, rows);
      },
      fail: leave,
      discard: leave,
      interrupt: leave,
    };
  }

  async #write({ run, measured: known }: RunOutcome, history: readonly HistoryRow[]): Promise<WrittenModel> {
    const { out, config, identity, data, pairs } = this.#options;
    // A run that was complete when it was resumed has not been measured in this process.
    const measured = known ?? (await run.evaluate());
    await writeFiles(out, saveCheckpoint(await run.checkpoint(out), { dtype: "F16" }));
    const files = await run.adapter();
    const adapter = files && join(out, "adapter");
    if (files && adapter) await writeFiles(adapter, files);
    const { base, data_hash: dataHash } = identity;
    const origin = { base, data, dataHash, pairs, steps: run.step };
    await writeSafely(join(out, "README.md"), rewardModelCard(config, origin, measured));
    return { steps: run.step, workers: run.workers, history, measured, adapter };
  }
}

/** A snapshot every so many steps, but none at the first: what a run begins or continues with is kept already. */
function everySteps(every: number): SaveSchedule {
  let last: number | null = null;
  return {
    due(step) {
      const due = last !== null && step !== last && step % every === 0;
      last = step;
      return due ? "snapshot" : null;
    },
    saved: () => {},
  };
}
