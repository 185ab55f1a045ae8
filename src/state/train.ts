import { createStore, type StoreApi } from "zustand/vanilla";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import type { RunEnding } from "../flows/train/plan.ts";
import { t } from "../i18n/i18n.ts";
import { askToPersist } from "../storage/disk-space.ts";
import { EngineClient, isAbort, type WorkerLike } from "../worker/client.ts";
import type { DataSource, TrainingEvent } from "../worker/training-records.ts";
import type { RecordedTraining } from "./recorded-training.ts";
import { openWhileIdle } from "./train-ahead.ts";
import { createTrainData, type TrainData } from "./train-data.ts";
import { type StoredRuns, trainingPlanOf } from "./train-plan.ts";
import { TrainRecord } from "./train-record.ts";
import type { TrainSettings } from "./train-settings.ts";
import { canGoOn, initialTrainState, type TrainLane, type TrainState } from "./train-state.ts";
import { supervisionOfVariants, type VariantId, variantOf } from "./train-variants.ts";
import { createTrainView, type TrainView } from "./train-view.ts";

/** Updated many times a second; `record` has changed whenever it is. */
export interface TrainPulse {
  beats: number;
  secondsLeft: number | null;
}

export interface Train extends Pick<TrainData, "open" | "pin"> {
  store: StoreApi<TrainState>;
  pulse: StoreApi<TrainPulse>;
  view: StoreApi<TrainView>;
  /** The record of the current or last training. */
  record(): TrainRecord;
  /** Begins a training. */
  start(): Promise<void>;
  /** Continues runs of an earlier visit, by variant, from their last snapshots and with their settings. */
  goOn(runs: StoredRuns, settings: TrainSettings): Promise<void>;
  /** Continues the interrupted runs, beside those that were not interrupted. */
  goOnInterrupted(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Makes one step and pauses; begins a training if none is running. */
  step(): void;
  stop(): void;
  /** Shows a training that comes with the playground, if there was none yet. */
  showRecording(training: RecordedTraining): void;
  /** Removes the shown training; settings and data stay. */
  clear(): void;
  change(settings: Partial<TrainSettings>): void;
}

/** @param modelsFolder absolute address of the models, with a slash at its end */
export function createTrain(spawn: () => WorkerLike, modelsFolder: string, source: DataSource): Train {
  const store = createStore<TrainState>(() => initialTrainState(source));
  const pulse = createStore<TrainPulse>(() => ({ beats: 0, secondsLeft: null }));
  const view = createTrainView();
  // A crash rejects the current request, whose caller reports it; a new engine reads everything again.
  const client = new EngineClient(spawn, () => data.lost());
  let record = new TrainRecord();
  let stopper: AbortController | null = null;
  const data = createTrainData(store, client, modelsFolder, () => stopper !== null);

  const beat = (secondsLeft: number | null) => pulse.setState(({ beats }) => ({ beats: beats + 1, secondsLeft }));
  const setLane = (id: string, change: Partial<TrainLane>) =>
    store.setState(({ lanes }) => ({ lanes: lanes.map((lane) => (lane.id === id ? { ...lane, ...change } : lane)) }));
  const say = (announcement: string) => store.setState({ announcement });

  openWhileIdle(store, (plan) => {
    // A training that cannot begin says why when it is begun.
    client.request<"openAhead">({ kind: "openAhead", plan }).catch(() => {});
  });

  function hear(event: TrainingEvent): void {
    switch (event.type) {
      case "preparing":
        if (event.stage === "adapting" && event.done === 0) say(t("The generator is being adapted."));
        // A training that is resumed during its preparation is not running yet.
        store.setState(({ phase }) => ({ prepared: event, phase: phase === "running" ? "preparing" : phase }));
        break;
      case "stored":
        if (!event.lasting) break;
        setLane(event.run, { runId: event.runId });
        void askToPersist();
        break;
      case "arranged":
        store.setState({ workers: event.workers });
        break;
      case "planned":
        setLane(event.run, { memory: event.memory });
        break;
      case "split": {
        const { workers, why, took } = event;
        setLane(event.run, { split: { workers, why, took } });
        break;
      }
      case "kept":
        setLane(event.run, { keptStep: event.step });
        break;
      case "waiting":
        if (store.getState().phase === "pausing") store.setState({ phase: "paused" });
        break;
      case "warning":
        store.setState({ warning: event.report });
        break;
      case "unsaved":
        store.setState({ phase: "paused", error: unsavedReport(event.run as VariantId, event.report) });
        say(event.report.what);
        break;
      case "halted":
        setLane(event.run, { status: "failed", error: event.report });
        say(event.report.what);
        break;
      case "update":
        record.apply(event.runs, event.frames);
        if (store.getState().prepared) store.setState({ prepared: null });
        if (store.getState().phase === "preparing") store.setState({ phase: "running" });
        beat(event.secondsLeft);
    }
  }

  /** @param beside runs of the current training, which continues: the runs and their record stay visible */
  async function begin(settings: TrainSettings, resume: StoredRuns, beside?: readonly TrainLane[]): Promise<void> {
    if (stopper) return;
    const own = new AbortController();
    stopper = own;
    const { phase, planned, lanes, recorded } = store.getState();
    const former = { record, state: { phase, planned, lanes, recorded } };
    if (!beside) record = new TrainRecord();
    const goingOn = Object.keys(resume).length > 0;
    store.setState({
      phase: "preparing",
      planned: settings,
      recorded: false,
      error: null,
      warning: null,
      announcement: goingOn ? t("Training goes on.") : t("Training starts."),
      lanes: [...(beside ?? []), ...settings.variants.map((id) => freshLane(id, settings, resume[id] ?? null))],
    });
    view.setState({ step: null, playing: false });
    beat(null);
    let begun = false;
    const onEvent = (event: TrainingEvent) => {
      begun ||= event.type === "update";
      hear(event);
    };
    // If the new training fails before its first step, the page shows again what it showed before.
    const putBack = () => {
      record = former.record;
      store.setState(former.state);
    };
    try {
      await data.openAs(supervisionOfVariants(settings.variants));
      if (!store.getState().opened) return putBack();
      const request = { kind: "train", plan: trainingPlanOf(settings, resume) } as const;
      const endings = await client.request<"train">(request, { signal: own.signal, onEvent });
      for (const { run, status } of endings) if (status !== "failed") setLane(run, { status });
      store.setState({ phase: "ended" });
      say(endings.some(({ status }) => status === "stopped") ? t("Training stopped.") : t("Training has ended."));
    } catch (error) {
      const report = reportOf(error);
      if (begun) store.setState(({ lanes: all }) => ({ phase: "ended", lanes: all.map(brokenOff) }));
      else putBack();
      if (!isAbort(error)) store.setState({ error: begun ? breakReport(report) : report });
      // After the loss of a device the state of the engine is not known: a new engine reads everything again.
      if (ENGINE_TROUBLE.includes(report.where ?? "")) {
        client.restart();
        data.lost();
      }
    } finally {
      stopper = null;
      store.setState({ prepared: null });
      beat(null);
    }
  }

  const start = () => begin(store.getState().settings, {});

  /** Sends a control request after the request that begins the training, which waits for the data. */
  function control(action: "pause" | "resume" | "step"): void {
    const send = () => client.request<"controlTraining">({ kind: "controlTraining", action });
    void data
      .settled()
      .then(send)
      .catch(() => {});
  }

  return {
    store,
    pulse,
    view,
    record: () => record,
    open: data.open,
    pin: data.pin,
    start,

    async goOn(runs, settings) {
      store.setState({ settings });
      await begin(settings, runs);
    },

    async goOnInterrupted() {
      const { planned, settings, lanes } = store.getState();
      const broken = lanes.filter(canGoOn);
      const runs: StoredRuns = Object.fromEntries(broken.map(({ id, runId }) => [id, runId]));
      const variants = broken.map(({ id }) => id);
      const beside = lanes.filter((lane) => !broken.includes(lane));
      await begin({ ...(planned ?? settings), variants }, runs, beside);
    },

    pause() {
      store.setState({ phase: "pausing", announcement: t("Pausing.") });
      control("pause");
    },

    resume() {
      store.setState({ phase: "running", error: null, announcement: t("Training goes on.") });
      view.setState({ step: null, playing: false });
      control("resume");
    },

    step() {
      view.setState({ step: null, playing: false });
      if (!stopper) void start();
      store.setState({ phase: "pausing" });
      control("step");
    },

    stop() {
      if (!stopper) return;
      store.setState({ phase: "stopping", announcement: t("Stopping.") });
      stopper.abort();
    },

    showRecording({ settings, pinned, runs, frames }) {
      if (stopper || store.getState().lanes.length > 0) return;
      record = new TrainRecord();
      record.apply(Object.fromEntries(runs.map(({ id, update }) => [id, update])), frames);
      store.setState({
        phase: "ended",
        planned: settings,
        recorded: true,
        lanes: runs.map(({ id, record: { status } }) => ({
          ...freshLane(id, settings, null),
          status: status as RunEnding["status"],
        })),
        pins: pinned.map(({ place }) => place),
        pinned: [...pinned],
        announcement: t("A recorded training is shown."),
      });
      view.setState({ step: null, playing: false });
      beat(null);
    },

    clear() {
      if (stopper) return;
      record = new TrainRecord();
      store.setState({
        phase: "idle",
        planned: null,
        recorded: false,
        lanes: [],
        announcement: t("No training is shown."),
      });
      view.setState({ step: null, playing: false });
      beat(null);
    },

    change: (settings) => store.setState((state) => ({ settings: { ...state.settings, ...settings } })),
  };
}

/** The `where` of reports about trouble with the engine itself. */
const ENGINE_TROUBLE = ["engine", "worker", "device"];

function freshLane(id: VariantId, { config }: TrainSettings, runId: string | null): TrainLane {
  return { id, steps: config.steps, status: "running", error: null, runId, keptStep: null, memory: null, split: null };
}

function brokenOff(lane: TrainLane): TrainLane {
  return lane.status === "running" ? { ...lane, status: "interrupted" } : lane;
}

function unsavedReport(run: VariantId, report: ProblemReport): ProblemReport {
  return {
    ...report,
    what: `${variantOf(run).name} is done and waits to be kept: ${report.what}`,
    fix: `${report.fix ?? ""} Then press Resume.`.trim(),
  };
}

function breakReport(report: ProblemReport): ProblemReport {
  return { ...report, what: `The training broke off: ${report.what}` };
}
