import type { ProblemReport } from "../engine/errors.ts";
import type { TrainingMemory } from "../engine/training/training-path.ts";
import type { RunEnding } from "../flows/train/plan.ts";
import type { DeviceChoice } from "../worker/requests.ts";
import type { DataSource, OpenedTraining, PinnedPair, TrainingEvent } from "../worker/training-records.ts";
import { DEFAULT_SETTINGS, type TrainSettings } from "./train-settings.ts";
import type { VariantId } from "./train-variants.ts";

/**
 * `preparing`: the generator is being adapted, or its probabilities are being computed. `pausing` is said at once; `paused` when the worker has
 * finished its step and kept what there is; `stopping` until it has done so for good.
 */
export type TrainPhase = "idle" | "preparing" | "running" | "pausing" | "paused" | "stopping" | "ended";

type Preparing = Extract<TrainingEvent, { type: "preparing" }>;

/** One of the runs that are, or were last, trained side by side. */
export interface TrainLane {
  id: VariantId;
  /** Steps planned. */
  steps: number;
  status: "running" | RunEnding["status"];
  /** Why it was halted. */
  error: ProblemReport | null;
  /** In the browser's storage; null before its record has begun, and where the browser keeps nothing. */
  runId: string | null;
  /** The step it can go on from after its page is gone. */
  keptStep: number | null;
  /** How it computes its steps; null before that is decided. */
  memory: TrainingMemory | null;
}

/** Whether a run broke off here and has left a record to go on with. */
export function canGoOn({ status, runId }: TrainLane): boolean {
  return status === "interrupted" && runId !== null;
}

export interface TrainState {
  settings: TrainSettings;
  /** Those of the training that is or was last there; what is changed meanwhile holds for the next one. */
  planned: TrainSettings | null;
  device: DeviceChoice;
  source: DataSource;
  opened: OpenedTraining | null;
  opening: boolean;
  phase: TrainPhase;
  /** How far the preparation is; null when there is none. */
  prepared: Preparing | null;
  lanes: TrainLane[];
  /** The runs in sight were not trained here but come with the playground. */
  recorded: boolean;
  /** Workers that compute them at the same time; 0: they take turns. */
  workers: number;
  /** Places of the pinned pairs among the held-out ones, in the order of the pager. */
  pins: number[];
  pinned: PinnedPair[];
  /** Which of them is in sight. */
  shownPin: number;
  error: ProblemReport | null;
  /** Trouble that stops nothing. */
  warning: ProblemReport | null;
  /** What a screen reader is told. */
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
