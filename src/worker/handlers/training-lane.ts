import { PlaygroundError } from "../../engine/errors.ts";
import { responsesOf } from "../../engine/training/pairs.ts";
import type { RewardRun } from "../../engine/training/reward-run.ts";
import type { Evaluation, RunHistory } from "../../engine/training/run-history.ts";
import type { RunPlan, SignalFrame } from "../training-records.ts";
import type { Curves } from "./training-curves.ts";
import type { Pin } from "./training-desk.ts";
import type { RunKeeper } from "./training-keeper.ts";

/** One of the runs that are trained side by side. */
export interface Lane {
  plan: RunPlan;
  run: RewardRun;
  keeper: RunKeeper;
  curves: Curves;
  history: RunHistory;
  status: "running" | "finished" | "failed";
  /** The pinned pairs as this run reads them. */
  pins(): Promise<Pin[]>;
}

/**
 * One step, and the measurement that falls due after it.
 * @throws PlaygroundError when the run has diverged
 */
export async function advance(lane: Lane): Promise<Evaluation | null> {
  const { run, keeper, curves, history } = lane;
  const metrics = await run.advance();
  curves.push(metrics);
  if (!run.evaluationDue) {
    keeper.note(metrics);
    return null;
  }
  const { accuracy, margin, rewards } = await run.evaluate();
  keeper.note({ ...metrics, "heldout/accuracy": accuracy, "heldout/margin": margin });
  const evaluation = { step: run.step, accuracy, margin, ...rewards };
  history.measure(evaluation);
  return evaluation;
}

/** What training does to every pinned pair now. */
export async function recordSignals({ plan, run, history, pins }: Lane): Promise<SignalFrame[]> {
  const frames: SignalFrame[] = [];
  for (const { place, pair } of await pins()) {
    const [chosen = [], rejected = []] = responsesOf(pair).map((response) => response.q ?? []);
    const q = { chosen, rejected };
    const frame = { run: plan.id, pair: place, step: run.step, signal: await run.signal(pair), q };
    history.record(frame);
    frames.push(frame);
  }
  return frames;
}

/** A run that did no step leaves no new record behind, and an old one as it was. */
export function leave({ plan, keeper }: Pick<Lane, "plan" | "keeper">): Promise<void> {
  return plan.resume === null ? keeper.discard() : keeper.interrupt();
}

/** Whether an error is about this run alone; any other, such as a lost device, is about all of them. */
export function isDivergence(error: unknown): error is PlaygroundError {
  return error instanceof PlaygroundError;
}
