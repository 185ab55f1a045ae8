import { PlaygroundError, reportOf } from "../../engine/errors.ts";
import { EventLoopPause } from "../../engine/policy/event-loop.ts";
import { inPlaces } from "../in-places.ts";
import { Pace } from "../pace.ts";
import type { TrainingHost } from "./host.ts";
import { advance, type Lane, leave, outcomeOf, recordRemembered, recordSignals, rememberSignals } from "./lane.ts";
import type { RunEnding } from "./plan.ts";

/**
 * Trains runs side by side, one step each, until all have ended: in turn or, in places of their own, at the same time. A run
 * that diverges ends alone.
 * @param recordEvery steps between two recordings of the followed pairs
 * @throws whatever is not the fault of one run, such as a lost device; what was saved of the runs then stays
 */
export async function trainTogether(
  lanes: readonly Lane[],
  recordEvery: number,
  { keeping: { schedule }, gate, signal, tell, endsEarly = () => false }: TrainingHost,
): Promise<RunEnding[]> {
  const breath = new EventLoopPause();
  const pace = new Pace();
  let rounds = 0;

  /** The runs that have not ended. */
  const going = () => lanes.filter(({ status }) => status === "running");

  async function record(lane: Lane): Promise<void> {
    tell({ type: "recorded", run: lane.plan.id, recordings: await recordSignals(lane) });
  }

  async function recordBefore(lane: Lane): Promise<void> {
    const recordings = await recordRemembered(lane);
    if (recordings.length > 0) tell({ type: "recorded", run: lane.plan.id, recordings });
  }

  /** Does something for a lane. A fault of the run ends the run alone; any other error, such as a lost device, concerns all. */
  async function attempt(lane: Lane, work: (lane: Lane) => Promise<void>): Promise<void> {
    try {
      await work(lane);
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      lane.status = "failed";
      await lane.saver.fail(error.report, lane.run.step);
      tell({ type: "halted", run: lane.plan.id, report: error.report });
    }
  }

  async function step(lane: Lane, single: boolean): Promise<void> {
    const { run, plan } = lane;
    const stepped = await advance(lane);
    tell({ type: "stepped", run: plan.id, ...stepped });
    const ends = run.done || endsEarly(plan.id);
    if (single || run.step % recordEvery === 0 || run.done) await record(lane);
    else if (ends) await recordBefore(lane);
    if (ends) await finish(lane);
  }

  async function round(behind: readonly Lane[], single: boolean): Promise<void> {
    const started = performance.now();
    await inPlaces(behind, async (lane) => {
      await attempt(lane, () => step(lane, single));
      const steps = going().reduce((sum, { plan, run }) => sum + plan.config.steps - run.step, 0);
      tell({ type: "paced", secondsLeft: pace.secondsFor(steps) });
      await breath.ifDue();
    });
    rounds += 1;
    // The first round compiles programs, so its time does not count.
    if (rounds > 1) pace.took((performance.now() - started) / 1000, behind.length);
  }

  /**
   * Finishes a run. If its reward model cannot be kept, waits until the person has made room: the model is nowhere
   * else.
   */
  async function finish(lane: Lane): Promise<void> {
    while (!signal.aborted) {
      try {
        await lane.saver.finish(outcomeOf(lane, !lane.run.done));
        lane.status = "finished";
        return;
      } catch (error) {
        tell({ type: "resting" });
        tell({ type: "unsaved", run: lane.plan.id, report: reportOf(error) });
        gate.pause();
        await gate.opened(signal);
      }
    }
  }

  async function end(lane: Lane): Promise<RunEnding> {
    const { plan, run, saver, status } = lane;
    const ending = { run: plan.id, step: run.step };
    if (status !== "running") return { ...ending, status };
    try {
      if (run.step === 0) await leave(lane);
      else await saver.finish(outcomeOf(lane, true));
      return { ...ending, status: "stopped" };
    } catch (error) {
      tell({ type: "warning", report: reportOf(error) });
      await saver.interrupt();
      return { ...ending, status: "interrupted" };
    }
  }

  async function saveSnapshots(status: "running" | "paused"): Promise<void> {
    for (const { plan, run, saver, history } of going()) {
      const kept = await saver.save(run, history, status);
      if (kept) tell({ type: "kept", run: plan.id, step: run.step });
    }
    schedule.saved("snapshot");
  }

  async function saveMetrics(): Promise<void> {
    for (const { run, saver } of going()) await saver.saveMetrics(run.step);
    schedule.saved("metrics");
  }

  /** Number of steps done by the run that is furthest behind. */
  const leastStep = () => Math.min(...going().map(({ run }) => run.step));

  try {
    // The signals before the first step, so that the first change can be seen; the step itself does not wait for them.
    await inPlaces(lanes, (lane) => (gate.closed || lane.run.done ? record(lane) : rememberSignals(lane)));
    tell({ type: "resting" });
    for (const lane of lanes) if (lane.run.done) await finish(lane);
    while (going().length > 0 && !signal.aborted) {
      const due = schedule.due(leastStep());
      if (gate.closed) {
        await inPlaces(going(), (lane) => attempt(lane, recordBefore));
        tell({ type: "resting" });
        await saveSnapshots("paused");
      } else if (due === "snapshot") {
        await saveSnapshots("running");
      } else if (due === "metrics") {
        await saveMetrics();
      }
      const single = await gate.pass(signal);
      if (signal.aborted) break;
      // Resumed runs that are behind catch up first, so that all runs see the same batches at the same time.
      const least = leastStep();
      await round(
        going().filter(({ run }) => run.step === least),
        single,
      );
      await inPlaces(going(), (lane) => attempt(lane, recordBefore));
    }
    tell({ type: "resting" });
    const endings: RunEnding[] = [];
    for (const lane of lanes) endings.push(await end(lane));
    return endings;
  } catch (error) {
    // Also a run that has done no step: its page shows it as one to go on with, and it starts anew then.
    for (const { saver } of going()) await saver.interrupt();
    throw error;
  }
}
