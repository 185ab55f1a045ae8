import { EventLoopPause } from "../../engine/policy/event-loop.ts";
import { reportOf } from "../report.ts";
import type { RunEnding, TrainingEvent } from "../training-records.ts";
import type { Gate } from "./training-gate.ts";
import type { Outcome } from "./training-keeper.ts";
import { advance, isDivergence, type Lane, leave, recordSignals } from "./training-lane.ts";
import { SaveSchedule } from "./training-saving.ts";
import { UpdateStream } from "./training-updates.ts";

export interface LoopOptions {
  gate: Gate;
  /** Steps between two recordings of the pinned pairs. */
  recordEvery: number;
  /** Ends the training after the present step. */
  signal: AbortSignal;
  emit(event: TrainingEvent): void;
}

/**
 * Trains runs side by side, one step each in turn, until all have ended. A run that diverges ends alone.
 * @throws whatever is not the fault of one run, such as a lost device; the records then say "interrupted"
 */
export async function trainTogether(lanes: readonly Lane[], options: LoopOptions): Promise<RunEnding[]> {
  const { gate, recordEvery, signal, emit } = options;
  const updates = new UpdateStream(lanes, emit);
  const breath = new EventLoopPause();
  const schedule = new SaveSchedule();

  async function round(behind: readonly Lane[], single: boolean): Promise<void> {
    const started = performance.now();
    for (const lane of behind) {
      try {
        const evaluation = await advance(lane);
        if (evaluation) updates.evaluated(lane.plan.id, evaluation);
        const due = single || lane.run.step % recordEvery === 0 || lane.run.done;
        if (due) updates.recorded(await recordSignals(lane));
        if (lane.run.done) await finish(lane);
      } catch (error) {
        if (!isDivergence(error)) throw error;
        lane.status = "failed";
        await lane.keeper.fail(error.report, lane.run.step);
        emit({ type: "halted", run: lane.plan.id, report: error.report });
      }
      updates.flushIfDue();
      await breath.ifDue();
    }
    updates.took((performance.now() - started) / 1000, behind.length);
  }

  /** Where a trained reward model cannot be kept, the training waits for room to be made: it is nowhere else. */
  async function finish(lane: Lane): Promise<void> {
    const outcome = await outcomeOf(lane, false);
    while (!signal.aborted) {
      try {
        await lane.keeper.finish(outcome);
        lane.status = "finished";
        return;
      } catch (error) {
        updates.flush();
        emit({ type: "unsaved", run: lane.plan.id, report: reportOf(error) });
        gate.pause();
        await gate.opened(signal);
      }
    }
  }

  async function end(lane: Lane): Promise<RunEnding> {
    const { plan, run, keeper, status } = lane;
    const ending = { run: plan.id, step: run.step };
    if (status !== "running") return { ...ending, status };
    try {
      if (run.step === 0) await leave(lane);
      else await keeper.finish(await outcomeOf(lane, true));
      return { ...ending, status: "stopped" };
    } catch (error) {
      emit({ type: "warning", report: reportOf(error) });
      await keeper.interrupt();
      return { ...ending, status: "interrupted" };
    }
  }

  async function saveSnapshots(going: readonly Lane[], status: "running" | "paused"): Promise<void> {
    for (const { plan, run, keeper, history } of going) {
      const kept = await keeper.save(run, history, status);
      if (kept) emit({ type: "kept", run: plan.id, step: run.step });
    }
    schedule.saved("snapshot");
  }

  async function saveMetrics(going: readonly Lane[]): Promise<void> {
    for (const { run, keeper } of going) await keeper.saveMetrics(run);
    schedule.saved("metrics");
  }

  try {
    // Where everything starts from: without it, nobody could see the first change.
    for (const lane of lanes) updates.recorded(await recordSignals(lane));
    updates.flush();
    for (const lane of lanes) if (lane.run.done) await finish(lane);
    for (;;) {
      const going = lanes.filter(({ status }) => status === "running");
      if (going.length === 0 || signal.aborted) break;
      if (gate.closed) {
        updates.flush();
        await saveSnapshots(going, "paused");
      } else if (schedule.due === "snapshot") {
        await saveSnapshots(going, "running");
      } else if (schedule.due === "metrics") {
        await saveMetrics(going);
      }
      const single = await gate.pass(signal);
      if (signal.aborted) break;
      // Runs that were resumed from an earlier step catch up first, so that all see the same batches at the same time.
      const step = Math.min(...going.map(({ run }) => run.step));
      await round(
        going.filter(({ run }) => run.step === step),
        single,
      );
    }
    updates.flush();
    const endings: RunEnding[] = [];
    for (const lane of lanes) endings.push(await end(lane));
    return endings;
  } catch (error) {
    for (const lane of lanes.filter(({ status }) => status === "running")) {
      await (lane.run.step === 0 ? leave(lane) : lane.keeper.interrupt());
    }
    throw error;
  }
}

/** What has become of a run that has done all its steps, or was stopped before. */
async function outcomeOf({ plan, run, history }: Lane, stopped: boolean): Promise<Outcome> {
  const checkpoint = await run.checkpoint(plan.name);
  const adapter = await run.adapter();
  return { step: run.step, checkpoint, adapter, kept: stopped ? { snapshot: await run.snapshot(), history } : null };
}
