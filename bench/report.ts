import { type Figure, reached } from "./figures.ts";
import type { Machine } from "./machine.ts";

/** The result of a benchmark: its figures, or why it could not run. */
export interface Result {
  name: string;
  about: string;
  /** When it began, as ISO 8601, and the machine's load average of the minute before. */
  measuredAt: string;
  load: number;
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
  const lines = figures.map(
    (figure) =>
      `  ${figure.name.padEnd(width)}  ${amountText(figure).padStart(14)}${spreadText(figure)}${verdictOf(figure)}`,
  );
  return ["", `${name}: ${about}`, ...(failure ? [`  not measured: ${failure}`] : lines)];
}

/** The value with its unit. */
export function amountText({ value, unit }: Figure): string {
  return `${short(value)} ${unit}`.trim();
}

/** The quartiles in brackets; empty if there are none. */
export function spreadText({ low, high }: Figure): string {
  return low === undefined || high === undefined ? "" : ` [${short(low)} … ${short(high)}]`;
}

/** The target with its relation sign; empty if there is none. */
export function boundText({ target }: Figure): string {
  if (!target) return "";
  return "atMost" in target ? `≤ ${short(target.atMost)}` : `≥ ${short(target.atLeast)}`;
}

function verdictOf(figure: Figure): string {
  if (!figure.target) return "";
  return `  ${reached(figure) ? "reaches" : "MISSES"} ${boundText(figure)}`;
}

/** A number with three significant digits; whole and large numbers in full. */
function short(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
  return value.toPrecision(3);
}
