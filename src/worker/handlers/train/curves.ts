import type { StepMetrics } from "../../../engine/training/trainer.ts";
import type { CurvePatch } from "../../training-records.ts";

/** The largest number of points: about the number of pixels of a chart. */
const MOST_POINTS = 2000;

/**
 * A run's metrics as curves of at most `MOST_POINTS` points. When there are more steps, neighbouring points are
 * replaced by their mean, and every further point is the mean of twice as many steps.
 */
export class Curves {
  #steps: number[] = [];
  #values: Record<string, number[]> = {};
  /** Number of steps that a point stands for. */
  #stride = 1;
  /** Number of steps in the last point so far. */
  #inLast = 0;
  #changedFrom = 0;

  push({ step, ...metrics }: StepMetrics): void {
    if (this.#inLast > 0 && this.#inLast < this.#stride) this.#joinLast(step, metrics);
    else this.#append(step, metrics);
    if (this.#steps.length > MOST_POINTS) this.#halve();
  }

  /** Takes the points that have changed since the last call. */
  takePatch(): CurvePatch {
    const from = Math.min(this.#changedFrom, this.#steps.length);
    // The last point can still change.
    this.#changedFrom = Math.max(0, this.#steps.length - 1);
    const values = Object.entries(this.#values).map(([name, column]) => [name, column.slice(from)]);
    return { from, steps: this.#steps.slice(from), values: Object.fromEntries(values) };
  }

  #append(step: number, metrics: Record<string, number>): void {
    for (const [name, value] of Object.entries(metrics)) {
      // A metric that first appears at a later step was not measured before.
      this.#values[name] ??= Array<number>(this.#steps.length).fill(Number.NaN);
      this.#values[name].push(value);
    }
    this.#steps.push(step);
    this.#inLast = 1;
  }

  #joinLast(step: number, metrics: Record<string, number>): void {
    const last = this.#steps.length - 1;
    this.#steps[last] = step;
    for (const [name, value] of Object.entries(metrics)) {
      const column = this.#values[name];
      if (column) column[last] = ((column[last] ?? 0) * this.#inLast + value) / (this.#inLast + 1);
    }
    this.#inLast += 1;
    this.#changedFrom = Math.min(this.#changedFrom, last);
  }

  #halve(): void {
    const pairs = Math.ceil(this.#steps.length / 2);
    const odd = this.#steps.length % 2 === 1;
    const second = (i: number) => Math.min(2 * i + 1, this.#steps.length - 1);
    for (const [name, column] of Object.entries(this.#values)) {
      this.#values[name] = Array.from({ length: pairs }, (_, i) => {
        return ((column[2 * i] as number) + (column[second(i)] as number)) / 2;
      });
    }
    this.#steps = Array.from({ length: pairs }, (_, i) => this.#steps[second(i)] as number);
    this.#inLast = odd ? this.#inLast : this.#stride + this.#inLast;
    this.#stride *= 2;
    this.#changedFrom = 0;
  }
}
