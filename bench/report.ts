import { type Figure, reached } from "./figures.ts";
import type { Machine } from "./machine.ts";

/** The result of a benchmark: its figures, or why it could not run. */
export interface Result {
  name: string;
  about: string;
  figures: Figure[];
  failure: string | null;
}

export interface Report {
  machine: Machine;
  benchmarks: Result[];
}

/** The report as a table: a block per benchmark, a line per figure. */
export function table({ machine, benchmarks }: Report): string {
  const { cpu, cores, memory_gib, platform, node, backend, jax_js, onnxruntime_web } = machine;
  const head = [
    `${cpu}, ${cores} cores, ${memory_gib} GiB, ${platform}, Node ${node}, ${backend}`,
    `jax-js ${jax_js}, onnxruntime-web ${onnxruntime_web}; medians, quartiles in brackets`,
  ];
  return [...head, ...benchmarks.flatMap(block)].join("\n");
}

function block({ name, about, figures, failure }: Result): string[] {
  const width = Math.max(0, ...figures.map((figure) => figure.name.length));
  const lines = figures.map((figure) => `  ${figure.name.padEnd(width)}  ${amount(figure)}${verdictOf(figure)}`);
  return ["", `${name}: ${about}`, ...(failure ? [`  not measured: ${failure}`] : lines)];
}

function amount({ value, unit, low, high }: Figure): string {
  const spread = low === undefined || high === undefined ? "" : ` [${short(low)} … ${short(high)}]`;
  return `${short(value).padStart(9)} ${unit}${spread}`;
}

function verdictOf(figure: Figure): string {
  const { target } = figure;
  if (!target) return "";
  const bound = "atMost" in target ? `≤ ${short(target.atMost)}` : `≥ ${short(target.atLeast)}`;
  return `  ${reached(figure) ? "reaches" : "MISSES"} ${bound}`;
}

/** A number with three significant digits; whole and large numbers in full. */
function short(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
  return value.toPrecision(3);
}
