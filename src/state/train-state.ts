import type { DeviceChoice } from "../engine/device.ts";
import type { ProblemReport } from "../engine/errors.ts";
import type { TrainingMemory } from "../engine/training/training-path.ts";
import type { RunEnding } from "../flows/train/plan.ts";
import type { WorkerSplit } from "../flows/train/workers/split.ts";
import type { DataSource, OpenedTraining, PinnedPair, TrainingEvent } from "../worker/training-records.ts";
import { DEFAULT_SETTINGS, type TrainSettings } from "./train-settings.ts";
import type { VariantId } from "./train-variants.ts";

/**
 * `preparing`: the generator is being adapted, or its probabilities are being computed. `pausing` is shown at once,
 * `paused` when the worker has finished its step and saved the runs; `stopping` until the worker has done the same for
 * good.
 */
export type TrainPhase = "idle" | "preparing" | "running" | "pausing" | "paused" | "stopping" | "ended";

type Preparing = Extract<TrainingEvent, { type: "preparing" }>;

/** A run that is, or was last, trained side by side with others. */
export interface TrainLane {
  id: VariantId;
  /** Number of planned steps. */
  steps: number;
  status: "running" | RunEnding["status"];
  /** The error that halted the run. */
  error: ProblemReport | null;
  /** The run's id in the browser's storage; null before its record exists, and if the browser stores nothing. */
  runId: string | null;
  /** The step from which the run can continue after its page is gone. */
  keptStep: number | null;
  /** How the run computes its steps; null before that is decided. */
  memory: TrainingMemory | null;
  /** Over how many workers its steps are split; null where nothing was to be decided. */
  split: WorkerSplit | null;
}

/** Whether a run was interrupted and has a record from which it can continue. */
export function canGoOn({ status, runId }: TrainLane): boolean {
  return status === "interrupted" && runId !== null;
}

export interface TrainState {
  settings: TrainSettings;
  /** Settings of the current or last training; changes made meanwhile hold for the next one. */
  planned: TrainSettings | null;
  device: DeviceChoice;
  source: DataSource;
  opened: OpenedTraining | null;
  opening: boolean;
  phase: TrainPhase;
  /** Progress of the preparation; null if there is none. */
  prepared: Preparing | null;
  lanes: TrainLane[];
  /** Whether the shown runs come with the playground and were not trained here. */
  recorded: boolean;
  /** Workers that compute them at the same time; 0: they take turns. */
  workers: number;
  /** Indices of the pinned pairs among the held-out pairs, in the order of the pager. */
  pins: number[];
  pinned: PinnedPair[];
  /** Index of the pinned pair that is shown. */
  shownPin: number;
  error: ProblemReport | null;
  /** A problem that stops nothing. */
  warning: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

export const DEFAULT_PINS = [0, 1, 2];

export function initialTrainState(source: DataSource): TrainState {
  return {
    settings: DEFAULT_SETTINGS,
    planned: null,
    device: "auto",
    source,
    opened: null,
    opening: false,
    phase: "idle",
    prepared: null,
    lanes: [],
    recorded: false,
    workers: 0,
    pins: DEFAULT_PINS,
    pinned: [],
    shownPin: 0,
    error: null,
    warning: null,
    announcement: "",
  };
}
