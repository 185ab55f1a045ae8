import { join } from "node:path";
import { saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { PairAccuracy } from "../../engine/training/evaluate-pairs.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import { RunHistory } from "../../engine/training/run-history.ts";
import type { HistoryRow, Keeping, RunKeeper, RunOutcome, SaveSchedule } from "../../flows/train/keeping.ts";
import { writeFiles, writeSafely } from "../files.ts";
import { rewardModelCard } from "../model-card.ts";
import { log } from "../output.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";

/** What a run in a folder is known by: one that differs in any of it is another run. */
export type RunIdentity = Record<string, unknown> & { data_hash: string; base: string; generator: string };

export interface FolderOptions {
  /** Folder for the reward model. */
  out: string;
  /** Folder for what resuming needs. */
  snapshots: string;
  /** Steps between snapshots. */
  saveEvery: number;
  config: RewardModelConfig;
  identity: RunIdentity;
  /** The training file, and how many examples of it are trained on. */
  data: string;
  pairs: number;
}

/** A reward model that has been written. */
export interface WrittenModel {
  steps: number;
  history: readonly HistoryRow[];
  measured: PairAccuracy;
  /** Folder of the adapters alone; null where whole weights were trained. */
  adapter: string | null;
}

/** Keeps one run in folders: snapshots every so many steps, and the reward model at the end. */
export class FolderKeeping implements Keeping {
  readonly schedule: SaveSchedule;
  readonly #options: FolderOptions;
  /** What was written at the end; null before. */
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
    return { keeper: this.#keeper(rows), kept };
  }

  #keeper(rows: HistoryRow[]): RunKeeper {
    const { snapshots, identity } = this.#options;
    const save = async (run: RunOutcome["run"]) => {
      await saveSnapshot(snapshots, await run.snapshot(), identity, rows);
      return true;
    };
    // What was saved last is all that a run which cannot go on leaves behind.
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
    // A run that was complete when it was resumed has not been measured since.
    const measured = known ?? (await run.evaluate());
    await writeFiles(out, saveCheckpoint(await run.checkpoint(out), { dtype: "F16" }));
    const files = await run.adapter();
    const adapter = files && join(out, "adapter");
    if (files && adapter) await writeFiles(adapter, files);
    const { base, data_hash: dataHash } = identity;
    const origin = { base, data, dataHash, pairs, steps: run.step };
    await writeSafely(join(out, "README.md"), rewardModelCard(config, origin, measured));
    return { steps: run.step, history, measured, adapter };
  }
}

/** A snapshot every so many steps; what a run begins or goes on with is kept already. */
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
