import { type HeldOutEvaluation, RunHistory, type SignalRecording } from "../engine/training/run-history.ts";
import type { CurvePatch, RunUpdate, SignalFrame } from "../worker/training-records.ts";

/** A run's metrics as curves. */
export interface RunCurves {
  steps: number[];
  values: Record<string, number[]>;
}

/** The news of one run that the page has received. */
export interface RunTrack {
  step: number;
  curves: RunCurves;
  history: RunHistory;
}

/**
 * The news of a training that the page has received. The object is changed in place many times a second; charts read it
 * when they are told to, and no React state holds it.
 */
export class TrainRecord {
  readonly #tracks = new Map<string, RunTrack>();
  readonly #ranges = new Map<number, [low: number, high: number]>();

  /** The track of a run, by its id in the plan. */
  track(run: string): RunTrack {
    const known = this.#tracks.get(run);
    if (known) return known;
    const track: RunTrack = { step: 0, curves: { steps: [], values: {} }, history: new RunHistory() };
    this.#tracks.set(run, track);
    return track;
  }

  apply(runs: Readonly<Record<string, RunUpdate>>, frames: readonly SignalFrame[]): void {
    for (const [run, { step, curves, evaluations }] of Object.entries(runs)) {
      const track = this.track(run);
      track.step = step;
      patch(track.curves, curves);
      for (const evaluation of evaluations) track.history.measure(evaluation);
    }
    for (const frame of frames) {
      this.track(frame.run).history.record(frame);
      this.#widen(frame);
    }
  }

  /** The newest recording of a pair at or before a step; null if there is none. */
  frame(run: string, pair: number, step: number): SignalRecording | null {
    return lastUpTo(this.track(run).history.recordings(pair), step);
  }

  /** The newest measurement at or before a step; null if there is none. */
  evaluation(run: string, step: number): HeldOutEvaluation | null {
    return lastUpTo(this.track(run).history.evaluations, step);
  }

  /** All steps at which a pair was recorded in any run, ascending. */
  recordedSteps(pair: number): number[] {
    const steps = new Set<number>();
    for (const { history } of this.#tracks.values()) for (const { step } of history.recordings(pair)) steps.add(step);
    return [...steps].sort((a, b) => a - b);
  }

  /**
   * Lowest and highest process reward of a pair, at any step in any run, so that the axis stays the same while one
   * scrubs.
   */
  rewardRange(pair: number): [low: number, high: number] {
    return this.#ranges.get(pair) ?? [0, 0];
  }

  /** The last step of the run that is furthest ahead. */
  get lastStep(): number {
    return Math.max(0, ...[...this.#tracks.values()].map(({ step }) => step));
  }

  #widen({ pair, signal }: SignalRecording): void {
    const rewards = [...signal.chosen.rewards, ...signal.rejected.rewards];
    const [low, high] = this.rewardRange(pair);
    this.#ranges.set(pair, [Math.min(low, ...rewards), Math.max(high, ...rewards)]);
  }
}

function patch(curves: RunCurves, { from, steps, values }: CurvePatch): void {
  curves.steps.splice(from, Number.POSITIVE_INFINITY, ...steps);
  for (const [name, column] of Object.entries(values)) {
    const known = curves.values[name] ?? Array<number>(from).fill(Number.NaN);
    known.splice(from, Number.POSITIVE_INFINITY, ...column);
    curves.values[name] = known;
  }
}

/** The last item at or before a step, by bisection. */
function lastUpTo<T extends { step: number }>(list: readonly T[], step: number): T | null {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as T).step <= step) low = middle + 1;
    else high = middle;
  }
  return list[low - 1] ?? null;
}
