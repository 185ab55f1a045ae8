import type { SaveSchedule } from "../../flows/train/keeping.ts";

/** Metrics are cheap to write. */
const METRICS_EVERY_MS = 2_000;

/** A snapshot is some megabytes a run. */
const SNAPSHOT_FIRST_MS = 3_000;
const SNAPSHOT_EVERY_MS = 30_000;

/**
 * When a training has something to be kept: metrics every other second; a first snapshot soon, then after as long again
 * as has been trained, at most half a minute. So a crash costs at most half of what there was, and the snapshots of a
 * long training cost little.
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

  due(): "snapshot" | "metrics" | null {
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
