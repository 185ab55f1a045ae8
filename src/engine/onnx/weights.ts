import type { Tensor } from "../checkpoint/safetensors.ts";
import { PlaygroundError } from "../errors.ts";
import type { Constant } from "./graph-builder.ts";

/** The weights of a checkpoint, rearranged for the graph. */
export class GraphWeights {
  readonly #weights: ReadonlyMap<string, Tensor>;

  constructor(weights: ReadonlyMap<string, Tensor>) {
    this.#weights = weights;
  }

  has(name: string): boolean {
    return this.#weights.has(name);
  }

  /** A tensor in its own layout. */
  plain(name: string): Constant {
    const { shape, data } = this.#get(name);
    return { shape, data: () => data };
  }

  /** A vector multiplied by a number. */
  scaled(name: string, scale: number): Constant {
    const { shape, data } = this.#get(name);
    return { shape, data: () => data.map((x) => x * scale) };
  }

  /**
   * Linear layers side by side in one [in, Σ out] matrix, from PyTorch's [out, in] each: one matrix product replaces
   * several. Layer i is multiplied by scales[i].
   */
  linears(names: readonly string[], scales: readonly number[] = []): Constant {
    const layers = names.map((name) => this.#get(name));
    const inputs = layers[0]?.shape[1] ?? 0;
    const outputs = layers.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
    return { shape: [inputs, outputs], data: () => sideBySide(layers, scales, inputs, outputs) };
  }

  /** The biases of layers that `linears` puts side by side, one after another. */
  biases(names: readonly string[], scales: readonly number[] = []): Constant {
    const layers = names.map((name) => this.#get(name));
    const outputs = layers.reduce((sum, { data }) => sum + data.length, 0);
    return { shape: [outputs], data: () => sideBySide(layers, scales, 1, outputs) };
  }

  /**
   * A tensor with the first `columns` columns of its last axis multiplied by a number: GPT-2's queries within c_attn.
   */
  columnsScaled(name: string, columns: number, scale: number): Constant {
    const { shape, data } = this.#get(name);
    const width = shape.at(-1) as number;
    return { shape, data: () => data.map((x, i) => (i % width < columns ? x * scale : x)) };
  }

  #get(name: string): Tensor {
    const tensor = this.#weights.get(name);
    if (tensor) return tensor;
    throw new PlaygroundError({
      what: "A tensor is missing",
      where: `tensor ${name}`,
      fix: "The weights and config.json must come from the same checkpoint.",
    });
  }
}

function sideBySide(layers: readonly Tensor[], scales: readonly number[], inputs: number, outputs: number) {
  const matrix = new Float32Array(inputs * outputs);
  let column = 0;
  layers.forEach(({ data }, layer) => {
    const scale = scales[layer] ?? 1;
    const rows = data.length / inputs;
    for (let out = 0; out < rows; out++) {
      for (let i = 0; i < inputs; i++) {
        matrix[i * outputs + column + out] = (data[out * inputs + i] as number) * scale;
      }
    }
    column += rows;
  });
  return matrix;
}
