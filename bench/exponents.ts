import { counted, type Figure, measured } from "./figures.ts";

/** Milliseconds of repeated measurements by size. */
export type TimesBySize = ReadonlyMap<number, readonly number[]>;

/**
 * How time grows with a size: the times themselves, the exponent b of `time ∝ size^b` over all sizes, and the exponents
 * below and above the size at which two such laws fit best.
 */
export function growthFigures(name: string, unit: string, times: TimesBySize): Figure[] {
  const points = [...times].map(([size, samples]): Point => [Math.log(size), Math.log(median(samples))]);
  const sizes = [...times.keys()];
  const bend = bendOf(points);
  const about = (from: number, to: number) => `${name}, exponent from ${sizes[from]} to ${sizes[to]} ${unit}`;
  return [
    ...[...times].map(([size, samples]) => measured(`${name}, ${size} ${unit}`, samples, "ms")),
    counted(`${name}, exponent`, lineThrough(points).slope, ""),
    counted(about(0, bend), lineThrough(points.slice(0, bend + 1)).slope, ""),
    counted(about(bend, sizes.length - 1), lineThrough(points.slice(bend)).slope, ""),
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

function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] as number;
}
