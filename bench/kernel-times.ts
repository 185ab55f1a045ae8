// As the census of arrays (src/testing/jax-census.ts), this wraps the backend of the pinned package.
import { s as getBackend } from "../node_modules/@jax-js/jax/dist/backend-CnjgxpXq.js";
import type { Backend } from "../src/engine/device.ts";
import { ADAMW_DEFAULTS } from "../src/engine/training/adamw.ts";

export const KERNEL_CLASSES = [
  "matrix products",
  "softmax, norms and other sums",
  "optimiser",
  "other elementwise",
  "scatters of gradients",
] as const;

export type KernelClass = (typeof KERNEL_CLASSES)[number];

/** Milliseconds and number of kernels, by class. */
export type KernelTimes = Record<KernelClass, { ms: number; count: number }>;

interface Expression {
  op: string;
  arg: unknown;
  collect(test: (node: Expression) => boolean): Expression[];
}

/** A kernel of jax-js 0.1.25; a routine such as a scatter has no expression. */
interface Kernel {
  exp?: Expression;
  reduction?: { op: string };
}

interface Dispatching {
  dispatch(program: { source: Kernel }, inputs: number[], outputs: number[]): void;
}

/** Times all kernels that jax-js dispatches on a backend from now on. */
export function watchKernels(device: Backend): { take(): KernelTimes; stop(): void } {
  const backend = getBackend(device) as Dispatching;
  const { dispatch } = backend;
  const classes = new WeakMap<Kernel, KernelClass>();
  let times = nothing();
  backend.dispatch = (program, inputs, outputs) => {
    const started = performance.now();
    dispatch.call(backend, program, inputs, outputs);
    const ms = performance.now() - started;
    const known = classes.get(program.source) ?? classOf(program.source);
    classes.set(program.source, known);
    times[known].ms += ms;
    times[known].count += 1;
  };
  return {
    take() {
      const taken = times;
      times = nothing();
      return taken;
    },
    stop: () => void Object.assign(backend, { dispatch }),
  };
}

function nothing(): KernelTimes {
  return Object.fromEntries(KERNEL_CLASSES.map((one) => [one, { ms: 0, count: 0 }])) as KernelTimes;
}

/** Numbers that AdamW alone multiplies by or adds: they tell its kernels from others. */
const { beta1, beta2, epsilon } = ADAMW_DEFAULTS;
const OF_ADAMW = [beta1, beta2, epsilon].map(Math.fround);

function classOf({ exp, reduction }: Kernel): KernelClass {
  if (!exp) return "scatters of gradients";
  if (!reduction) {
    const own = exp.collect(({ op, arg }) => op === "Const" && OF_ADAMW.includes(Math.fround(Number(arg))));
    return own.length > 0 ? "optimiser" : "other elementwise";
  }
  const factors = exp.collect(({ op }) => op === "GlobalView").length;
  const product = reduction.op === "Add" && exp.op === "Mul" && factors === 2;
  return product ? "matrix products" : "softmax, norms and other sums";
}
