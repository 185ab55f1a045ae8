import { saveCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { PlaygroundError, type ProblemReport, reportOf } from "../../../engine/errors.ts";
import { RunHistory } from "../../../engine/training/run-history.ts";
import type { TrainingRun } from "../../../engine/training/training-run.ts";
import type { HistoryRow, KeptPart, RunOutcome, RunSaver } from "../../../flows/train/keeping.ts";
import type { RunPlan } from "../../../flows/train/plan.ts";
import { backend } from "../../../storage/backend.ts";
import { checkpoints } from "../../../storage/checkpoints.ts";
import type { NewRun, RunFinal, RunRecord } from "../../../storage/records.ts";
import { holdRun, newRunId, runStore } from "../../../storage/run-store.ts";
import { snapshots } from "../../../storage/snapshots.ts";

/** The fields of a run's record about its data and its start. */
export type RunOrigin = Pick<
  RunRecord,
  "createdAt" | "dataName" | "dataHash" | "pairs" | "heldOut" | "baseModel" | "base" | "generator" | "leftOut"
>;

/**
 * Keeps a run in the browser's storage while it is trained. A storage error never ends a training: it is reported once,
 * and the run continues without being saved.
 */
export class BrowserRunSaver implements RunSaver {
  readonly id: string;
  readonly #name: string;
  readonly #letGo: () => void;
  readonly #warn: (report: ProblemReport) => void;
  #rows: HistoryRow[] = [];
  #loss = Number.NaN;
  #measured: Omit<RunFinal, "loss"> | null = null;
  #warned = false;

  private constructor(id: string, name: string, letGo: () => void, warn: (report: ProblemReport) => void) {
    this.id = id;
    this.#name = name;
    this.#letGo = letGo;
    this.#warn = warn;
  }

  /**
   * Creates a record, or takes up the record of a run that continues. `lasting`: whether the record outlives the page.
   * @throws PlaygroundError if another tab is training the run, or if it is gone or was trained on other pairs
   */
  static async begin(
    plan: RunPlan,
    origin: RunOrigin,
    warn: (report: ProblemReport) => void,
  ): Promise<{ saver: BrowserRunSaver; kept: KeptPart; lasting: boolean }> {
    const id = plan.resume ?? newRunId();
    const letGo = await holdRun(id);
    if (!letGo) {
      throw new PlaygroundError({
        what: "This run is being trained in another tab",
        where: plan.name,
        fix: "Go on there, or close that tab first.",
      });
    }
    const saver = new BrowserRunSaver(id, plan.name, letGo, warn);
    const { kind } = await backend();
    if (kind === "memory") saver.#warnOnce(KEEPS_NOTHING);
    try {
      if (plan.resume !== null) return { saver, kept: await saver.#takeUp(plan, origin), lasting: kind === "disk" };
      const created = await saver.#create(plan, origin);
      const kept = { snapshot: null, rows: [], history: new RunHistory() };
      return { saver, kept, lasting: created && kind === "disk" };
    } catch (error) {
      letGo();
      throw error;
    }
  }

  #create({ name, config }: RunPlan, origin: RunOrigin): Promise<boolean> {
    const { method, seed, steps } = config;
    const record: NewRun = { id: this.id, name, method, config, seed, steps, status: "running", ...origin };
    return this.#try(() => runStore.create(record));
  }

  async #takeUp({ name }: RunPlan, { dataHash, dataName, pairs }: RunOrigin): Promise<KeptPart> {
    const before = await runStore.get(this.id);
    if (before?.dataHash !== dataHash) {
      throw new PlaygroundError({
        what: before ? "The run was trained on other pairs" : "The run is gone",
        where: name,
        expected: before ? `${before.dataName}, first ${before.pairs}` : "its record in this browser's storage",
        found: before ? `${dataName}, first ${pairs}` : "none",
        fix: before
          ? "Choose the same file and the same number of pairs, then resume it again."
          : "Start it again with the same settings: the same numbers come out.",
      });
    }
    const { snapshot, history } = (await snapshots.load(this.id)) ?? { snapshot: null, history: new RunHistory() };
    await runStore.dropMetricsAfter(this.id, snapshot?.step ?? 0);
    await this.#try(() => runStore.update(this.id, { status: "running", error: null }));
    const rows = await runStore.metrics(this.id);
    for (const row of rows) this.#observe(row);
    return { snapshot, history, rows };
  }

  note(row: HistoryRow): void {
    this.#rows.push(row);
    this.#observe(row);
  }

  async saveMetrics(step: number): Promise<void> {
    await this.#try(async () => {
      await this.#flush();
      await runStore.update(this.id, { step });
    });
  }

  save(run: TrainingRun, history: RunHistory, status: "running" | "paused"): Promise<boolean> {
    return this.#try(async () => {
      await this.#flush();
      await snapshots.save(this.id, { snapshot: await run.snapshot(), history });
      await runStore.update(this.id, { status, step: run.step, ...splitOver(run) });
    });
  }

  async finish({ run, history, stopped }: RunOutcome): Promise<void> {
    await this.#flush();
    await checkpoints.save(this.id, saveCheckpoint(await run.checkpoint(this.#name), { dtype: "F16" }));
    const adapter = await run.adapter();
    if (adapter) await checkpoints.saveAdapter(this.id, adapter);
    if (stopped) await snapshots.save(this.id, { snapshot: await run.snapshot(), history });
    else await snapshots.remove(this.id);
    const final = this.#measured && { loss: this.#loss, ...this.#measured };
    await runStore.update(this.id, {
      status: stopped ? "stopped" : "finished",
      step: run.step,
      final,
      ...splitOver(run),
    });
    this.#letGo();
  }

  async fail(error: ProblemReport, step: number): Promise<void> {
    await this.#try(async () => {
      await this.#flush();
      await runStore.update(this.id, { status: "failed", error, step });
    });
    this.#letGo();
  }

  async discard(): Promise<void> {
    await this.#try(() => runStore.erase(this.id));
    this.#letGo();
  }

  async interrupt(): Promise<void> {
    await this.#try(() => runStore.update(this.id, { status: "interrupted" }));
    this.#letGo();
  }

  #observe({ loss, "heldout/accuracy": accuracy, "heldout/margin": margin }: HistoryRow): void {
    this.#loss = loss;
    if (accuracy !== undefined && margin !== undefined) this.#measured = { accuracy, margin };
  }

  async #flush(): Promise<void> {
    const rows = this.#rows;
    if (rows.length === 0) return;
    await runStore.appendMetrics(this.id, rows);
    this.#rows = this.#rows.slice(rows.length);
  }

  async #try(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#warnOnce(reportOf(error));
      return false;
    }
  }

  #warnOnce(report: ProblemReport): void {
    if (!this.#warned) this.#warn({ ...report, what: `A run goes on, but is not being kept: ${report.what}` });
    this.#warned = true;
  }
}

const KEEPS_NOTHING: ProblemReport = {
  what: "This browser keeps nothing for this site, as in a private window, with site data blocked, or beside records of a newer playground",
  where: "storage of this browser",
  fix: "Allow site data for this address and reload the page before you train what you want to keep.",
};

/** The workers of a run whose steps are split, for its record. */
function splitOver({ workers }: TrainingRun): Pick<RunRecord, "workers"> {
  return workers > 1 ? { workers } : {};
}
