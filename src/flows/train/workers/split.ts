import { parameterCount } from "../../../engine/checkpoint/memory.ts";
import { pairTokens } from "../../../engine/training/pairs.ts";
import { type RunMaterial, workersOf } from "../../../engine/training/reward-run.ts";
import { msg } from "../../../i18n/msg.ts";
import type { OpenedSetup, RunWorkers } from "./messages.ts";

/** Over how many workers a run alone is split, and why. */
export interface WorkerSplit {
  workers: number;
  /**
   * `measured`: a step was tried both ways. `asked`: whoever began the run said so. `resumed`: the run was split so before.
   * `no shared memory`: the host has none, so that nothing can be split.
   */
  why: "measured" | "asked" | "resumed" | "no shared memory";
  /** Of `measured`: milliseconds of a step by one worker and by all of them. */
  took: { alone: number; together: number } | null;
}

/** The split in words. */
export function splitText({ workers, why, took }: WorkerSplit): string {
  if (took) {
    const [alone, together] = [Math.round(took.alone), Math.round(took.together)];
    return workers > 1
      ? msg(`each step split over ${workers} workers: ${together} ms, by one ${alone} ms`)
      : msg(`each step by one worker: ${alone} ms, split over several ${together} ms`);
  }
  if (why === "no shared memory")
    return msg("each step by one worker: there is no shared memory to split it over several");
  return msg(`each step split over ${workers} workers`);
}

/** A run that one worker is through with sooner than this is not worth trying. Seconds. */
const WORTH_TRYING = 20;

/** Floating-point operations that one Wasm thread does in a second of training, at most. */
const OPERATIONS = 2e10;

/** All workers together have to take less than so much of the time of one. */
const PAYS = 0.9;

/**
 * Over how many workers a run alone is split, as far as that is known before anything is measured. `try`: over so many if
 * that proves faster; null: over none.
 */
export function workerSplit(
  { cores, shareMemory, split }: RunWorkers,
  { pairs, base }: Pick<RunMaterial, "pairs" | "base">,
  { config, snapshot, memory }: OpenedSetup,
): WorkerSplit | { try: number } | null {
  const most = Math.min(config.batchSize, pairs.length);
  if (memory.path !== "whole") return null;
  if (snapshot) {
    const before = workersOf(snapshot);
    if (before > 1) return shareMemory ? { workers: before, why: "resumed", took: null } : NOT_SHARED;
    return null;
  }
  if (split !== null) {
    const workers = Math.min(split, most);
    if (split < 2) return null;
    return shareMemory ? { workers, why: "asked", took: null } : NOT_SHARED;
  }
  if (Math.min(cores, most) < 2) return null;
  const layers = base.config.layerCount - (memory.frozen?.layers ?? 0);
  const weights = (parameterCount(base.config) * layers) / base.config.layerCount;
  const tokens = (pairTokens(pairs) / pairs.length) * config.batchSize * config.gradientAccumulationSteps;
  // A product and its two gradients, each a multiplication and an addition.
  if ((6 * weights * tokens * config.steps) / OPERATIONS < WORTH_TRYING) return null;
  return shareMemory ? { try: Math.min(cores, most) } : NOT_SHARED;
}

/** How a run is split after its next step was tried by one worker and by several: in the faster way. */
export function measuredSplit(workers: number, alone: number, together: number): WorkerSplit {
  return { workers: together < PAYS * alone ? workers : 1, why: "measured", took: { alone, together } };
}

const NOT_SHARED: WorkerSplit = { workers: 1, why: "no shared memory", took: null };
