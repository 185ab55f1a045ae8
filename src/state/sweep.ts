import { createStore, type StoreApi } from "zustand/vanilla";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import { type Arrangement, type Calibration, calibrate } from "../engine/sweep/calibrate.ts";
import { confirmationOf, confirmationTrials } from "../engine/sweep/confirm.ts";
import { planned, type SweepPlan, type TrialRequest, trialsOf } from "../engine/sweep/plan.ts";
import { checkSameMaterial, freshRecord, type SweepRecord, withTrial } from "../engine/sweep/record.ts";
import { runTrials } from "../engine/sweep/run-trials.ts";
import { trialKey } from "../engine/sweep/trial.ts";
import type { TrialWorker } from "../engine/sweep/trial-worker.ts";
import { t } from "../i18n/i18n.ts";

/** A trial that has begun and not ended. */
export interface TrialUnderWay {
  configuration: number;
  seed: number;
  step: number;
  steps: number;
}

export interface SweepState {
  /** Id, in this browser's storage, of the shown sweep; null before there is one. */
  id: string | null;
  record: SweepRecord | null;
  /** Whether the shown sweep comes with the playground: it is not stored, and nothing is added to it. */
  recorded: boolean;
  /** Ids of all stored sweeps, newest first. */
  kept: readonly string[];
  /** The sweep that was deleted last, until it is restored or the page is closed. */
  deleted: { id: string; record: SweepRecord } | null;
  /** `pausing`: no further trial begins, and running trials are finished. */
  phase: "idle" | "running" | "pausing";
  /** How trials are run, measured on this device; null before that. */
  calibration: Calibration | null;
  /** Running trials by their key. */
  underWay: Readonly<Record<string, TrialUnderWay>>;
  error: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

export interface Crew {
  /** The largest number of workers. */
  workers: number;
  spawn(plan: SweepPlan): TrialWorker;
}

/** The storage of sweeps. */
export interface SweepShelf {
  save(id: string, record: SweepRecord): Promise<void>;
  list(): Promise<string[]>;
  load(id: string): Promise<SweepRecord | null>;
  remove(id: string): Promise<void>;
}

export interface Sweep {
  store: StoreApi<SweepState>;
  /** Shows the newest stored sweep, unless a sweep is shown. */
  open(): Promise<void>;
  show(id: string): Promise<void>;
  /** Shows a sweep that comes with the playground, unless a sweep is shown. */
  showRecording(record: SweepRecord): void;
  /** Removes the recorded sweep from sight. */
  clear(): void;
  /** Shows and stores a sweep from a file. */
  take(record: SweepRecord): Promise<void>;
  /** Begins a sweep. */
  start(plan: SweepPlan, crew: Crew): Promise<void>;
  /** Continues the shown sweep. */
  resume(crew: Crew): Promise<void>;
  /** Adds trials to the shown sweep. */
  add(trials: number, crew: Crew): Promise<void>;
  /** Runs a configuration and the base with fresh seeds. */
  confirm(configuration: number, seeds: number, crew: Crew): Promise<void>;
  pause(): void;
  /** Deletes the shown sweep and shows the newest of the others. */
  remove(): Promise<void>;
  /** Restores the sweep that was deleted last. */
  restore(): Promise<void>;
  /** Drops the sweep that was deleted last for good. */
  forget(): void;
}

export function createSweep(shelf: SweepShelf, now: () => number = Date.now): Sweep {
  const store = createStore<SweepState>(() => ({
    id: null,
    record: null,
    recorded: false,
    kept: [],
    deleted: null,
    phase: "idle",
    calibration: null,
    underWay: {},
    error: null,
    announcement: "",
  }));
  let stopper: AbortController | null = null;
  let opened: Promise<void> | null = null;

  const present = () => store.getState().record as SweepRecord;

  async function keep(record: SweepRecord): Promise<void> {
    store.setState({ record });
    await shelf.save(store.getState().id as string, record);
  }

  function mark(request: TrialRequest, step: number): void {
    const { configuration, seed, config } = request;
    const entry = { configuration, seed, step, steps: config.steps };
    store.setState(({ underWay }) => ({ underWay: { ...underWay, [trialKey(request)]: entry } }));
  }

  async function conduct(crew: Crew): Promise<void> {
    if (stopper) return;
    stopper = new AbortController();
    const { signal } = stopper;
    store.setState({ phase: "running", calibration: null, error: null, announcement: t("The sweep runs.") });
    const run = (plan: SweepPlan, requests: readonly TrialRequest[], { workers, together }: Arrangement) =>
      runTrials(plan, requests, present().trials, {
        workers,
        together,
        spawn: () => crew.spawn(plan),
        signal,
        onOpened(material) {
          checkSameMaterial(present().material, material, "sweep");
          store.setState({ record: { ...present(), material } });
        },
        onBegin: (request) => mark(request, 0),
        onStep: mark,
        async onTrial(trial) {
          store.setState(({ underWay: { [trialKey(trial)]: _, ...underWay } }) => ({ underWay }));
          await keep(withTrial(present(), trial));
        },
      });
    try {
      const { plan, confirmation } = present();
      const calibration = await calibrate(remaining(present()), crew.workers, () => crew.spawn(plan));
      store.setState({ calibration });
      await run(plan, trialsOf(plan), calibration.fastest);
      if (confirmation) {
        const again = confirmationTrials(present(), confirmation);
        await run({ ...plan, stopping: null }, again, calibration.fastest);
      }
      store.setState({ announcement: signal.aborted ? t("The sweep is paused.") : t("The sweep has ended.") });
    } catch (error) {
      const report = reportOf(error);
      store.setState({ error: report, announcement: report.what });
    } finally {
      stopper = null;
      store.setState({ phase: "idle", underWay: {} });
    }
  }

  /** Stores and shows a sweep; if there is no room for it, it is only shown. */
  async function place(record: SweepRecord, id = String(now())): Promise<void> {
    store.setState({ id, recorded: false, error: null });
    try {
      await keep(record);
    } catch (error) {
      store.setState({ error: reportOf(error) });
    }
    store.setState({ kept: await shelf.list() });
  }

  async function show(id: string): Promise<void> {
    if (stopper) return;
    try {
      const record = await shelf.load(id);
      if (record) store.setState({ id, record, recorded: false, error: null });
    } catch (error) {
      store.setState({ error: reportOf(error) });
    }
  }

  return {
    store,
    open() {
      opened ??= shelf.list().then(async (kept) => {
        store.setState({ kept });
        if (kept[0] && !store.getState().record) await show(kept[0]);
      });
      return opened;
    },
    show,
    showRecording(record) {
      if (stopper || store.getState().record) return;
      store.setState({ record, recorded: true, announcement: t("A recorded sweep is shown.") });
    },
    clear() {
      if (!store.getState().recorded) return;
      store.setState({ record: null, recorded: false, announcement: t("No sweep is shown.") });
    },
    async take(record) {
      if (!stopper) await place(record);
    },
    async start(plan, crew) {
      if (stopper) return;
      await place(freshRecord(plan));
      await conduct(crew);
    },
    resume: conduct,
    async add(trials, crew) {
      if (stopper) return;
      const { plan } = present();
      const before = plan.trials ?? planned(plan).length * plan.seeds.length;
      store.setState({ record: { ...present(), plan: { ...plan, trials: before + trials } } });
      await conduct(crew);
    },
    async confirm(configuration, seeds, crew) {
      if (stopper) return;
      store.setState({ record: { ...present(), confirmation: confirmationOf(present(), configuration, seeds) } });
      await conduct(crew);
    },
    async remove() {
      const { id, record } = store.getState();
      if (stopper || id === null || !record) return;
      try {
        await shelf.remove(id);
        const kept = await shelf.list();
        const announcement = t("Sweep deleted. It can be undone.");
        store.setState({ id: null, record: null, kept, deleted: { id, record }, error: null, announcement });
        if (kept[0]) await show(kept[0]);
      } catch (error) {
        store.setState({ error: reportOf(error) });
      }
    },
    async restore() {
      const { deleted } = store.getState();
      if (stopper || !deleted) return;
      store.setState({ deleted: null, announcement: t("Sweep restored.") });
      await place(deleted.record, deleted.id);
    },
    forget: () => store.setState({ deleted: null }),
    pause() {
      if (!stopper || stopper.signal.aborted) return;
      stopper.abort();
      store.setState({ phase: "pausing", announcement: t("Pausing: trials under way end first.") });
    },
  };
}

/** Number of trials that a record will hold, those of a confirmation included. */
export function trialsPlanned(record: SweepRecord): number {
  const { plan, confirmation } = record;
  return planned(plan).length * plan.seeds.length + 2 * (confirmation?.seeds.length ?? 0);
}

/** Seconds that trials take, by the mean time of a step so far; null while it cannot be estimated. */
export function secondsFor(
  requests: readonly TrialRequest[],
  known: SweepRecord | null,
  workers: number,
): number | null {
  // The time of a step on another device says nothing about this device.
  const own = known && !known.plan.listed ? known.trials : [];
  const ended = own.filter(({ status }) => status !== "failed");
  const steps = ended.reduce((sum, { step }) => sum + step, 0);
  if (steps === 0) return null;
  const seconds = ended.reduce((sum, trial) => sum + trial.seconds, 0);
  const wanted = requests.reduce((sum, { config }) => sum + config.steps, 0);
  return ((seconds / steps) * wanted) / workers;
}

/** The trials of a sweep that have not ended yet, those of its confirmation included. */
export function remaining(record: SweepRecord): TrialRequest[] {
  const { plan, confirmation, trials } = record;
  const ended = new Set(trials.map(trialKey));
  const again = confirmation ? confirmationTrials(record, confirmation) : [];
  return [...trialsOf(plan), ...again].filter((request) => !ended.has(trialKey(request)));
}
