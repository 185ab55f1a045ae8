import { jit, numpy as np, tree, vjp } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { finalNorm, throughLayers } from "./decoder.ts";
import type { DecoderForward } from "./forward.ts";
import { inSinglePrecision } from "./half-precision.ts";
import {
  disposeParameters,
  isEmbedding,
  layerParameters,
  layerPrefix,
  type Parameters,
  toParameters,
} from "./parameters.ts";
import { borrowMask, disposeMask, isShared, type RowMask } from "./row-mask.ts";

/**
 * A decoder that is run and differentiated layer by layer. Two small programs, forward and backward, serve every layer:
 * each layer's weights are passed to them under names without a layer number. In between only the inputs of the layers
 * are kept; the backward program computes the rest again (Chen et al. 2016). Large decoders need this: jax-js 0.1.25
 * allocates all intermediates of a graph before it runs any, and overflows its stack on the gradient of 30 layers.
 *
 * Tokens are looked up on the host, so the embedding takes no memory on the device and has no gradient.
 */
export class LayeredDecoder {
  readonly #config: DecoderConfig;
  readonly #embeddings: ReadonlyMap<string, Tensor>;
  readonly #layer: Part;
  readonly #norm: Part;

  /** @param weights the decoder's weights, of which the embeddings are kept */
  constructor(config: DecoderConfig, weights: ReadonlyMap<string, Tensor>) {
    this.#config = config;
    this.#embeddings = new Map([...weights].filter(([name]) => isEmbedding(name)));
    this.#layer = createPart((params, x, mask) => {
      const y = throughLayers(config, [params], x, mask);
      disposeMask(mask);
      return y;
    });
    this.#norm = createPart((params, x, mask) => {
      disposeMask(mask);
      return finalNorm(config, params, x);
    });
  }

  /** The weights that have to be on the device: all but the embeddings. */
  static onDevice(weights: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
    return new Map([...weights].filter(([name]) => !isEmbedding(name)));
  }

  /**
   * The hidden states after the final norm, `[B, T, hidden]`. Borrows the parameters, consumes ids `[B, T]`
   * and mask.
   */
  async hiddenStates(params: Parameters, ids: np.Array, mask: RowMask): Promise<np.Array> {
    const x = await this.inputOf(this.#config.layerCount, params, ids, borrowMask(mask));
    return this.#norm.forward(this.#ofNorm(params), x, mask);
  }

  /**
   * The input of one layer, `[B, T, hidden]`, computed by the layers below it; for `layer` = number of layers, the
   * input of the final norm. Borrows the parameters, of which it reads those of lower layers; consumes ids
   * `[B, T]` and mask.
   */
  async inputOf(layer: number, params: Parameters, ids: np.Array, mask: RowMask): Promise<np.Array> {
    let x = await this.#embed(ids, mask);
    for (let below = 0; below < layer; below++) {
      x = await this.#layer.forward(this.#ofLayer(params, below), x, borrowMask(mask));
    }
    disposeMask(mask);
    return x;
  }

  /**
   * The input of every layer and, last, of the final norm, each `[B, T, hidden]`. Borrows parameters and mask, consumes
   * the ids.
   */
  async inputs(params: Parameters, ids: np.Array, mask: RowMask): Promise<np.Array[]> {
    const inputs = [await this.#embed(ids, mask)];
    for (let layer = 0; layer < this.#config.layerCount; layer++) {
      const x = inputs[layer] as np.Array;
      inputs.push(await this.#layer.forward(this.#ofLayer(params, layer), x.ref, borrowMask(mask)));
    }
    return inputs;
  }

  /** The final norm of the last of `inputs`, `[B, T, hidden]`. Borrows parameters, inputs and mask. */
  normalise(params: Parameters, inputs: readonly np.Array[], mask: RowMask): Promise<np.Array> {
    return this.#norm.forward(this.#ofNorm(params), (inputs.at(-1) as np.Array).ref, borrowMask(mask));
  }

  /**
   * Gradients of the trained parameters of layers and final norm, from the gradient of the hidden states.
   *
   * @param trained borrowed, like `frozen` and the mask
   * @param inputs the result of `inputs`; consumed, like the cotangent
   * @param cotangent gradient of the hidden states after the final norm, `[B, T, hidden]`
   */
  async backward(
    trained: Parameters,
    frozen: Parameters,
    inputs: np.Array[],
    mask: RowMask,
    cotangent: np.Array,
  ): Promise<Parameters> {
    const lowest = this.#lowestTrained(trained);
    const last = inputs.pop() as np.Array;
    const norm = await this.#norm.backward(
      this.#ofNorm(trained),
      this.#ofNorm(frozen),
      last,
      borrowMask(mask),
      cotangent,
    );
    const gradients = norm.gradients;
    let flowing = norm.cotangent;
    for (let layer = inputs.length - 1; layer >= lowest; layer--) {
      const own = this.#ofLayer(trained, layer);
      const fixed = this.#ofLayer(frozen, layer);
      const result = await this.#layer.backward(own, fixed, inputs.pop() as np.Array, borrowMask(mask), flowing);
      const prefix = layerPrefix(this.#config, layer);
      for (const [name, gradient] of Object.entries(result.gradients)) gradients[`${prefix}${name}`] = gradient;
      flowing = result.cotangent;
    }
    for (const array of [...inputs, flowing]) array.dispose();
    return gradients;
  }

  /**
   * This decoder with `frozen` in place of the frozen weights among the parameters; one layer of `frozen` is on the device at a
   * time. Packed weights are compared so with the weights that they were packed from.
   */
  reading(frozen: ReadonlyMap<string, Tensor>): DecoderForward {
    const partOf = async (part: Part, own: (params: Parameters) => Parameters, prefix: string, at: Layer) => {
      const loaded = toParameters(new Map([...frozen].filter(([name]) => name.startsWith(prefix))));
      const y = await part.forward({ ...own(at.params), ...own(loaded) }, at.x, borrowMask(at.mask));
      disposeParameters(loaded);
      return y;
    };
    return {
      hiddenStates: async (params, ids, mask) => {
        let x = await this.#embed(ids, mask);
        for (let layer = 0; layer < this.#config.layerCount; layer++) {
          const own = (all: Parameters) => this.#ofLayer(all, layer);
          x = await partOf(this.#layer, own, layerPrefix(this.#config, layer), { params, x, mask });
        }
        const y = await partOf(this.#norm, (all) => this.#ofNorm(all), this.#normPrefix, { params, x, mask });
        disposeMask(mask);
        return y;
      },
      dispose: () => {},
    };
  }

  dispose(): void {
    this.#layer.dispose();
    this.#norm.dispose();
  }

  /** The lowest layer with a trained parameter; no gradient is needed below it. */
  #lowestTrained(trained: Parameters): number {
    const { layerCount } = this.#config;
    const layers = Array.from({ length: layerCount }, (_, layer) => layerPrefix(this.#config, layer));
    const lowest = layers.findIndex((prefix) => Object.keys(trained).some((name) => name.startsWith(prefix)));
    return lowest === -1 ? layerCount : lowest;
  }

  #ofLayer(params: Parameters, layer: number): Parameters {
    return layerParameters(this.#config, params, layer);
  }

  get #normPrefix(): string {
    return this.#config.architecture === "gpt2" ? "ln_f." : "model.norm.";
  }

  #ofNorm(params: Parameters): Parameters {
    return Object.fromEntries(Object.entries(params).filter(([name]) => name.startsWith(this.#normPrefix)));
  }

  /** Consumes the ids, borrows the mask. */
  async #embed(ids: np.Array, mask: RowMask): Promise<np.Array> {
    const { hiddenSize, architecture } = this.#config;
    const [batch, length] = ids.shape as [number, number];
    const tokens = await ids.data();
    const table = (name: string) => (this.#embeddings.get(name) as Tensor).data;
    const row = (data: Tensor["data"], i: number) => data.subarray(i * hiddenSize, (i + 1) * hiddenSize);
    const words = table(architecture === "gpt2" ? "wte.weight" : "model.embed_tokens.weight");
    const x = new Float32Array(batch * length * hiddenSize);
    for (const [i, token] of tokens.entries()) x.set(row(words, token), i * hiddenSize);
    if (architecture === "gpt2") {
      const positions = isShared(mask) ? await mask.positions.ref.data() : tokens.map((_, i) => i % length);
      for (let i = 0; i < x.length; i++) {
        const own = row(table("wpe.weight"), positions[Math.floor(i / hiddenSize)] as number);
        x[i] = (x[i] as number) + (own[i % hiddenSize] as number);
      }
    }
    return np.array(x, { shape: [batch, length, hiddenSize] });
  }
}

/** The arguments of a layer's program: the trained parameters and the mask, both borrowed, and the layer's input `x`, which is consumed. */
interface Layer {
  params: Parameters;
  x: np.Array;
  mask: RowMask;
}

/**
 * A function of `[B, T, hidden]` compiled forward and backward. Both borrow the parameters and consume their other
 * arguments.
 */
interface Part {
  forward(params: Parameters, x: np.Array, mask: RowMask): Promise<np.Array>;
  /** Gradients of the trained parameters and of x. */
  backward(
    trained: Parameters,
    frozen: Parameters,
    x: np.Array,
    mask: RowMask,
    cotangent: np.Array,
  ): Promise<{ gradients: Parameters; cotangent: np.Array }>;
  dispose(): void;
}

/** @param compute borrows the parameters, consumes x and mask */
function createPart(compute: (params: Parameters, x: np.Array, mask: RowMask) => np.Array): Part {
  const forward = jit((params: Parameters, x: np.Array, mask: RowMask) => {
    const single = inSinglePrecision(params);
    const y = compute(single, x, mask);
    disposeParameters(single);
    return y;
  });
  const backward = jit((trained: Parameters, frozen: Parameters, x: np.Array, mask: RowMask, cotangent: np.Array) => {
    const fixed = inSinglePrecision(frozen);
    const [y, pullBack] = vjp(
      (own: Parameters, input: np.Array) => {
        const output = compute({ ...own, ...fixed }, input, mask);
        disposeParameters(own);
        return output;
      },
      [trained, x],
    );
    y.dispose();
    const [gradients, flowing] = pullBack(cotangent) as [Parameters, np.Array];
    pullBack.dispose();
    disposeParameters(fixed);
    return { gradients, cotangent: flowing };
  });
  return {
    // Each part is awaited: jax-js allocates memory for everything that is queued.
    async forward(params, x, mask) {
      const y = forward(tree.ref(params) as Parameters, x, mask) as np.Array;
      return y.blockUntilReady();
    },
    async backward(trained, frozen, x, mask, cotangent) {
      const own = tree.ref(trained) as Parameters;
      const result = backward(own, tree.ref(frozen) as Parameters, x, mask, cotangent) as Backward;
      await result.cotangent.blockUntilReady();
      return result;
    },
    dispose() {
      forward.dispose();
      backward.dispose();
    },
  };
}

type Backward = { gradients: Parameters; cotangent: np.Array };
