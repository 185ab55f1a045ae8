import type { PairAccuracy } from "../../engine/training/evaluate-pairs.ts";
import { exampleResponses } from "../../engine/training/pairs.ts";
import type { Moment } from "../../engine/training/reward-run.ts";
import type { HeldOutEvaluation, RunHistory, SignalRecording } from "../../engine/training/run-history.ts";
import type { TrainingRun } from "../../engine/training/training-run.ts";
import type { HistoryRow, RunOutcome, RunSaver } from "./keeping.ts";
import type { RunPlan } from "./plan.ts";
import type { FollowedPair } from "./run-materials.ts";

/** One of several runs that are trained side by side. */
export interface Lane {
  plan: RunPlan;
  /** Lanes of one place take turns; places compute at the same time. */
  place: number;
  run: TrainingRun;
  saver: RunSaver;
  history: RunHistory;
  status: "running" | "finished" | "failed";
  /** The step that the run remembers because its signals are still to be recorded; null if there is none. */
  remembered: number | null;
  /** The last measurement since the run was begun or resumed. */
  measured: PairAccuracy | null;
  /** The followed pairs with the probabilities that this run reads. */
  followed(): Promise<FollowedPair[]>;
}

/**
 * Makes one step of a run, and the measurement if one is due after it.
 * @throws PlaygroundError if the run has diverged
 */
export async function advance(lane: Lane): Promise<{ row: HistoryRow; evaluation: HeldOutEvaluation | null }> {
  const { run, saver, history } = lane;
  const { metrics, measured } = await run.advanceMeasured();
  if (!measured) {
    saver.note(metrics, null);
    return { row: metrics, evaluation: null };
  }
  const { accuracy, margin, rewards } = measured;
  const row = { ...metrics, "heldout/accuracy": accuracy, "heldout/margin": margin };
  const evaluation = { step: run.step, accuracy, margin, ...rewards };
  saver.note(row, measured);
  history.measure(evaluation);
  lane.measured = measured;
  return { row, evaluation };
}

/** Puts off the recording of the current step, so that another step need not wait for it. */
export async function rememberSignals(lane: Lane): Promise<void> {
  if ((await lane.followed()).length === 0) return;
  await lane.run.remember();
  lane.remembered = lane.run.step;
}

/** Records the training signals of every followed pair at the step that was put off, if there is one. */
export async function recordRemembered(lane: Lane): Promise<SignalRecording[]> {
  if (lane.remembered === null) return [];
  const recordings = await recordingsOf(lane, "remembered", lane.remembered);
  await lane.run.forget();
  lane.remembered = null;
  return recordings;
}

/** Records the training signal of every followed pair at the current step, behind those that were put off. */
export async function recordSignals(lane: Lane): Promise<SignalRecording[]> {
  const before = await recordRemembered(lane);
  return [...before, ...(await recordingsOf(lane, "now", lane.run.step))];
}

async function recordingsOf(
  { run, history, followed }: Lane,
  moment: Moment,
  step: number,
): Promise<SignalRecording[]> {
  const recordings: SignalRecording[] = [];
  for (const { place, pair } of await followed()) {
    const [chosen = [], rejected = []] = exampleResponses(pair).map((response) => response.q ?? []);
    const q = { chosen, rejected };
    const recording = { pair: place, step, signal: await run.signal(pair, moment), q };
    history.record(recording);
    recordings.push(recording);
  }
  return recordings;
}

export function outcomeOf({ run, history, measured }: Lane, stopped: boolean): RunOutcome {
  return { run, history, stopped, measured };
}

/** Leaves a run that has done no step: a new record is deleted, an old record stays as it was. */
export function leave({ plan, saver }: Pick<Lane, "plan" | "saver">): Promise<void> {
  return plan.resume === null ? saver.discard() : saver.interrupt();
}
