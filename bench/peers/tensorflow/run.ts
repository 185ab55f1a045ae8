import type { DecoderConfig } from "../../../src/engine/checkpoint/config.ts";
import type { Tensor as Weights } from "../../../src/engine/checkpoint/safetensors.ts";
import { type Context, hiddenStates } from "./decoder.ts";
import { type IcrmSettings, icrmLoss } from "./icrm-loss.ts";
import type { Named, Tensor, Tf, Variable } from "./tf.ts";

/** An array of a batch on the host. */
export interface HostArray {
  data: Float32Array | Int32Array;
  shape: readonly number[];
}

export interface Setup extends IcrmSettings {
  config: DecoderConfig;
  weights: ReadonlyMap<string, Weights>;
  /** The arrays of `padPairs`. */
  batch: Readonly<Record<string, HostArray>>;
  normaliser: number;
  learningRate: number;
  maxGradNorm: number;
}

/** Trains on one batch again and again: forward and backward pass, clipping, Adam, loss read back. */
export class TensorFlowRun {
  readonly #tf: Tf;
  readonly #setup: Setup;
  readonly #variables: Record<string, Variable>;
  readonly #batch: Named;
  readonly #context: Context;
  readonly #optimiser;
  #normaliser: Tensor;

  constructor(tf: Tf, setup: Setup) {
    const { weights, batch, config, normaliser, learningRate } = setup;
    this.#tf = tf;
    this.#setup = setup;
    this.#variables = Object.fromEntries(
      [...weights].map(([name, { data, shape }]) => [
        name,
        // Copied: a variable takes the values over and changes them.
        tf.variable(tf.tensor(data.slice(), shape, "float32"), true, name),
      ]),
    );
    this.#batch = Object.fromEntries(
      Object.entries(batch).map(([name, { data, shape }]) => [
        name,
        tf.tensor(data, shape, data instanceof Int32Array ? "int32" : "float32"),
      ]),
    );
    this.#context = contextOf(tf, config, batch.mask as HostArray);
    this.#normaliser = tf.scalar(normaliser);
    this.#optimiser = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  }

  /** Makes a step and returns its loss. */
  async advance(): Promise<number> {
    const tf = this.#tf;
    const { config, maxGradNorm } = this.#setup;
    const before = this.#normaliser;
    const loss = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => {
        const batch = { ...this.#batch, normaliser: before };
        const hidden = hiddenStates(tf, config, this.#variables, this.#batch.ids as Tensor, this.#context);
        const { loss, normaliser } = icrmLoss(tf, this.#setup, this.#variables, hidden, batch);
        this.#normaliser = tf.keep(normaliser);
        return loss;
      }, Object.values(this.#variables));
      const norm = tf.addN(Object.values(grads).map((g) => g.square().sum())).sqrt();
      const scale = tf.scalar(maxGradNorm).div(norm.add(1e-6)).minimum(1);
      const clipped = Object.entries(grads).map(([name, g]) => [name, g.mul(scale)] as const);
      this.#optimiser.applyGradients(Object.fromEntries(clipped));
      return value;
    });
    before.dispose();
    const [value] = await loss.data();
    loss.dispose();
    return value as number;
  }
}

function contextOf(tf: Tf, { headDim, ropeTheta }: DecoderConfig, mask: HostArray): Context {
  const [rows, length] = mask.shape as [number, number];
  const half = headDim / 2;
  const angle = (i: number) => Math.floor(i / half) * (ropeTheta as number) ** ((-2 * (i % half)) / headDim);
  const table = (f: (angle: number) => number) =>
    tf.tensor(
      Float32Array.from({ length: length * half }, (_, i) => f(angle(i))),
      [length, 1, half],
      "float32",
    );
  const bias = Float32Array.from({ length: rows * length * length }, (_, i) => {
    const key = i % length;
    const query = Math.floor(i / length) % length;
    const row = Math.floor(i / length ** 2);
    return key <= query && mask.data[row * length + key] === 1 ? 0 : -1e9;
  });
  return {
    cos: table(Math.cos),
    sin: table(Math.sin),
    bias: tf.tensor(bias, [rows, 1, length, length], "float32"),
  };
}
