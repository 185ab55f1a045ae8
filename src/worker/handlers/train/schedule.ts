import type { SaveSchedule } from "../../../flows/train/keeping.ts";

/** Interval of saving metrics, which are small. */
const METRICS_EVERY_MS = 2_000;

/** Intervals of saving snapshots, which take some megabytes per run. */
const SNAPSHOT_FIRST_MS = 3_000;
const SNAPSHOT_EVERY_MS = 30_000;

/**
 * Decides when a training is saved: metrics every two seconds; a first snapshot soon, each later one after as long
 * again as has been trained, but at most half a minute. A crash therefore costs at most half of the training, and
 * snapshots of a long training cost little. Before the first step there is nothing to save.
 */
export class TimedSchedule implements SaveSchedule {
  readonly #now: () => number;
  readonly #started: number;
  #metricsAt: number;
  #snapshotAt: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#started = now();
    this.#metricsAt = this.#started + METRICS_EVERY_MS;
    this.#snapshotAt = this.#started + SNAPSHOT_FIRST_MS;
  }

  due(step: number): "snapshot" | "metrics" | null {
    // A run without a step starts anew and comes to the same numbers.
    if (step === 0) return null;
    const now = this.#now();
    if (now >= this.#snapshotAt) return "snapshot";
    return now >= this.#metricsAt ? "metrics" : null;
  }

  saved(what: "snapshot" | "metrics"): void {
    const now = this.#now();
    this.#metricsAt = now + METRICS_EVERY_MS;
    if (what === "metrics") return;
    this.#snapshotAt = now + Math.min(SNAPSHOT_EVERY_MS, Math.max(SNAPSHOT_FIRST_MS, now - this.#started));
  }
}
