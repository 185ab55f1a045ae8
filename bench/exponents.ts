import { type Figure, measured, median } from "./figures.ts";

/** Milliseconds of repeated measurements by size. */
export type TimesBySize = ReadonlyMap<number, readonly number[]>;

/**
 * How time grows with a size: the times themselves, the exponent b of `time ∝ size^b` over all sizes, and the exponents
 * below and above the size at which two such laws fit best. Exponents are fitted round by round, since the load of the
 * machine differs less within a round.
 */
export function growthFigures(name: string, times: TimesBySize): Figure[] {
  const sizes = [...times.keys()];
  const rounds = Math.min(...[...times.values()].map(({ length }) => length));
  const pointsOf = (timeOf: (samples: readonly number[]) => number) =>
    [...times].map(([size, samples]): Point => [Math.log(size), Math.log(timeOf(samples))]);
  const bend = bendOf(pointsOf(median));
  const exponents = (from: number, to: number) =>
    Array.from({ length: rounds }, (_, round) => {
      const points = pointsOf((samples) => samples[round] as number);
      return lineThrough(points.slice(from, to + 1)).slope;
    });
  const last = sizes.length - 1;
  return [
    ...[...times].map(([size, samples]) => measured(`${name}: ${size}`, samples, "ms")),
    measured(`${name}, exponent`, exponents(0, last), ""),
    measured(`${name}, exponent from ${sizes[0]} to ${sizes[bend]}`, exponents(0, bend), ""),
    measured(`${name}, exponent from ${sizes[bend]} to ${sizes[last]}`, exponents(bend, last), ""),
  ];
}

type Point = readonly [logSize: number, logTime: number];

/** The index, neither the first nor the last, at which two lines that meet at a size leave the smallest squares. */
function bendOf(points: readonly Point[]): number {
  const inner = points.map((_, i) => i).slice(1, -1);
  const misfit = (i: number) => lineThrough(points.slice(0, i + 1)).misfit + lineThrough(points.slice(i)).misfit;
  return inner.reduce((best, i) => (misfit(i) < misfit(best) ? i : best));
}

/** The line of least squares, and the sum of the squares. */
function lineThrough(points: readonly Point[]): { slope: number; misfit: number } {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(([size]) => size));
  const y = mean(points.map(([, time]) => time));
  const slope =
    mean(points.map(([size, time]) => (size - x) * (time - y))) / mean(points.map(([size]) => (size - x) ** 2));
  const misfit = points.reduce((sum, [size, time]) => sum + (time - y - slope * (size - x)) ** 2, 0);
  return { slope, misfit };
}
