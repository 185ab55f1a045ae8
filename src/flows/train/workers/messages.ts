import type { Channel } from "../../../engine/channel.ts";
import type { ProblemReport } from "../../../engine/errors.ts";
import type { TokenSequence } from "../../../engine/training/batching.ts";
import type { DpoConfig } from "../../../engine/training/dpo-config.ts";
import type { Example, Response } from "../../../engine/training/pairs.ts";
import type { PolicyMaterial } from "../../../engine/training/policy-run.ts";
import type { RewardModelConfig } from "../../../engine/training/reward-model-config.ts";
import type { Moment, RunMaterial } from "../../../engine/training/reward-run.ts";
import type { TeamMemory } from "../../../engine/training/shared-memory-team.ts";
import type { Snapshot } from "../../../engine/training/trainer.ts";
import type { TrainingMemory } from "../../../engine/training/training-path.ts";

/** What a worker needs to open the run of a reward model. */
export interface RunSetup {
  config: RewardModelConfig;
  material: Omit<RunMaterial, "weigh" | "statesOf" | "team">;
  /** Which of the workers that compute the run together this one is, and their memory; null for a run of one worker. */
  team: { place: number; memory: TeamMemory } | null;
  /** What the run gets from the thread that trains it: generation probabilities of its pairs, states of its frozen layers. */
  gets: Record<"weigh" | "statesOf", boolean>;
  snapshot: Snapshot | null;
  memory: TrainingMemory;
}

/** What a run is opened with beside its material. */
export type OpenedSetup = Omit<RunSetup, "material" | "gets">;

/** What a worker needs to open the run of a policy. */
export interface PolicySetup {
  config: DpoConfig;
  material: PolicyMaterial;
  snapshot: Snapshot | null;
}

/** What a policy's run in a worker can be asked. */
export type PolicyQuestion =
  | { kind: "openPolicy"; setup: PolicySetup }
  | { kind: "advance" | "snapshot" | "adapter" | "dispose" }
  | { kind: "record"; goldAccuracy: number }
  | { kind: "checkpoint"; name: string };

/** What a run in a worker can be asked: one thing after another. */
export type RunQuestion =
  | { kind: "open"; setup: RunSetup }
  | { kind: "advance" | "advanceMeasured" | "rehearse" | "moved" | "evaluate" | "remember" | "forget" }
  | { kind: "snapshot" | "adapter" | "dispose" }
  | { kind: "rewardsOf"; responses: readonly Response[] }
  | { kind: "signal"; pair: Example; moment: Moment }
  | { kind: "checkpoint"; name: string };

/** An error on its way to another thread. `ours`: it was meant for a person. */
export interface SentError {
  report: ProblemReport;
  ours: boolean;
}

/** What a batch of a run in a worker needs. */
export type RunNeed =
  /** The training pairs at these places with their generation probabilities. */
  | { kind: "weigh"; places: readonly number[] }
  /** The frozen layers' output for rows of these tokens, in a batch padded to `length`. */
  | { kind: "statesOf"; rows: readonly TokenSequence["ids"][]; length: number };

/** What answers each kind of need of a run in a worker. */
export interface Given {
  /** Generation probabilities of every response, in the order of the pairs. */
  weigh: readonly (readonly number[])[];
  /** The frozen layers' states of every row. */
  statesOf: readonly Float32Array[];
}

/** `run` tells the runs of one worker apart, `id` questions. */
export type ToRunWorker =
  | { type: "ask"; run: number; id: number; question: RunQuestion | PolicyQuestion }
  | { type: "given"; id: number; given: Given[keyof Given] }
  | { type: "refused"; id: number; error: SentError };

export type FromRunWorker =
  | { type: "answer"; id: number; result: unknown; step: number; done: boolean }
  | { type: "failed"; id: number; error: SentError }
  | { type: "need"; run: number; id: number; need: RunNeed };

/** A thread or web worker that `serveRuns` answers in. */
export interface RunChannel extends Channel<ToRunWorker, FromRunWorker> {
  /** Gives back a worker that has no runs any more: a later training gets it, with the programs that it has compiled. */
  release(): void;
}

/** The workers of a host, which compute runs at the same time, on Wasm with one thread each: a GPU would serve them in turn. */
export interface RunWorkers {
  /** Cores that they share. */
  cores: number;
  /** Whether they can share memory; without it no run is split over several. */
  shareMemory: boolean;
  /** Over how many workers a run alone is split; null: as many as measurement shows to pay. */
  split: number | null;
  /** A worker without runs: one that waits for them, or a new one. */
  spawn(): RunChannel;
  /** Starts workers ahead, so that a training finds them ready. */
  prepare(): void;
}
