import type { Backend } from "../../../src/engine/device.ts";

/** A tensor of TensorFlow.js. */
export interface Tensor {
  readonly shape: number[];
  add(other: Operand): Tensor;
  sub(other: Operand): Tensor;
  mul(other: Operand): Tensor;
  div(other: Operand): Tensor;
  neg(): Tensor;
  square(): Tensor;
  sqrt(): Tensor;
  rsqrt(): Tensor;
  log(): Tensor;
  sigmoid(): Tensor;
  softplus(): Tensor;
  minimum(other: Operand): Tensor;
  sum(axis?: number | number[], keepDims?: boolean): Tensor;
  mean(axis?: number | number[], keepDims?: boolean): Tensor;
  logSumExp(axis?: number): Tensor;
  softmax(axis?: number): Tensor;
  reshape(shape: readonly number[]): Tensor;
  transpose(axes: readonly number[]): Tensor;
  slice(begin: readonly number[], size: readonly number[]): Tensor;
  clone(): Tensor;
  data(): Promise<Float32Array>;
  dispose(): void;
}

export interface Variable extends Tensor {
  readonly name: string;
}

type Operand = Tensor | number;
export type Named = Record<string, Tensor>;

interface Optimiser {
  applyGradients(gradients: Named): void;
}

/** The part of TensorFlow.js that a training step needs; its own types are installed with it, at need. */
export interface Tf {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  wasm?: { setWasmPaths(folder: string): void };
  tensor(values: Float32Array | Int32Array, shape: readonly number[], type: "float32" | "int32"): Tensor;
  variable(initial: Tensor, trainable: boolean, name: string): Variable;
  scalar(value: number): Tensor;
  zerosLike(x: Tensor): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  gather(x: Tensor, indices: Tensor): Tensor;
  scatterND(indices: Tensor, updates: Tensor, shape: readonly number[]): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  concat(parts: Tensor[], axis: number): Tensor;
  split(x: Tensor, parts: number, axis: number): Tensor[];
  addN(parts: Tensor[]): Tensor;
  tidy<T>(work: () => T): T;
  keep(x: Tensor): Tensor;
  /** Tensors that the gradient reads have to be saved: others are disposed of after the forward pass. */
  customGrad(
    f: (
      x: Tensor,
      save: (tensors: Tensor[]) => void,
    ) => { value: Tensor; gradFunc(dy: Tensor, saved: Tensor[]): Tensor },
  ): (x: Tensor) => Tensor;
  variableGrads(f: () => Tensor, variables: Variable[]): { value: Tensor; grads: Named };
  train: { adam(learningRate: number, beta1: number, beta2: number, epsilon: number): Optimiser };
}

const PACKAGES = "/bench/peers/node_modules/@tensorflow";

/** Loads TensorFlow.js in a page of the development server; without SharedArrayBuffer its Wasm has one thread. */
export async function openTensorFlow(backend: Backend): Promise<Tf> {
  for (const name of ["tfjs/dist/tf", `tfjs-backend-${backend}/dist/tf-backend-${backend}`]) {
    const bundle = `${PACKAGES}/${name}.es2017.js`;
    await import(/* @vite-ignore */ bundle);
  }
  const { tf } = globalThis as unknown as { tf: Tf };
  tf.wasm?.setWasmPaths(`${PACKAGES}/tfjs-backend-wasm/dist/`);
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js could not start on ${backend}.`);
  await tf.ready();
  return tf;
}
