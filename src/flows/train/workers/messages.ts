import type { ProblemReport } from "../../../engine/errors.ts";
import type { Example } from "../../../engine/training/pairs.ts";
import type { RewardModelConfig } from "../../../engine/training/reward-model-config.ts";
import type { RunMaterial } from "../../../engine/training/reward-run.ts";
import type { Snapshot } from "../../../engine/training/trainer.ts";
import type { TrainingMemory } from "../../../engine/training/training-path.ts";

/** What a run in a worker is made of. */
export interface RunSetup {
  config: RewardModelConfig;
  material: Omit<RunMaterial, "weigh">;
  /** Its pairs get their generation probabilities from whoever asked for the run. */
  weighs: boolean;
  snapshot: Snapshot | null;
  memory: TrainingMemory;
}

/** What a run in a worker can be asked: one thing after another. */
export type RunQuestion =
  | { kind: "open"; setup: RunSetup }
  | { kind: "advance" | "evaluate" | "snapshot" | "adapter" | "dispose" }
  | { kind: "signal"; pair: Example }
  | { kind: "checkpoint"; name: string };

/** An error on its way to another thread. `ours`: it was meant for a person. */
export interface SentError {
  report: ProblemReport;
  ours: boolean;
}

/** `run` tells the runs of one worker apart, `id` questions. */
export type ToRunWorker =
  | { type: "ask"; run: number; id: number; question: RunQuestion }
  /** The generation probabilities of the responses that were asked about, in their order. */
  | { type: "weighed"; id: number; q: readonly (readonly number[])[] }
  | { type: "unweighed"; id: number; error: SentError };

export type FromRunWorker =
  | { type: "answer"; id: number; result: unknown; step: number; done: boolean }
  | { type: "failed"; id: number; error: SentError }
  /** A batch needs the probabilities of the training pairs at these places. */
  | { type: "weigh"; run: number; id: number; places: readonly number[] };

/** A thread or web worker that `serveRuns` answers in. */
export interface RunChannel {
  post(message: ToRunWorker): void;
  listen(hear: (message: FromRunWorker) => void, died: (reason: string) => void): void;
  close(): void;
}

/** What a host has for runs to be computed at the same time, on Wasm with one thread each: one GPU would serve them in turn. */
export interface RunWorkers {
  /** Cores that they share. */
  cores: number;
  spawn(): RunChannel;
}
