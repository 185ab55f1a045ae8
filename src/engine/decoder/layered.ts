import { numpy as np, tree } from "@jax-js/jax";
import type { DecoderConfig } from "../checkpoint/config.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import type { DecoderForward } from "./forward.ts";
import { createNormProgram, type NormProgram } from "./norm-program.ts";
import {
  disposeParameters,
  isEmbedding,
  layerParameters,
  layerPrefix,
  type Parameters,
  toParameters,
} from "./parameters.ts";
import { disposeMask, isShared, type RowMask } from "./row-mask.ts";
import { createSublayerProgram, type SublayerProgram } from "./sublayer-program.ts";
import { sublayers } from "./sublayers.ts";

/** What a forward pass leaves to the backward pass. */
export interface Tape {
  /** From the lowest layer up. */
  layers: LayerTape[];
  /** The input of the final norm, `[B, T, hidden]`. */
  last: np.Array;
}

interface LayerTape {
  /** The layer's input, `[B, T, hidden]`. */
  x: np.Array;
  /** Null in layers that the backward pass computes again. */
  inside: Inside | null;
}

/** What is inside a layer: the projections of both sub-layers, and the input `[B, T, hidden]` of the second one. */
interface Inside {
  attention: np.Array[];
  attended: np.Array;
  /** Empty where the backward pass computes them. */
  feedForward: np.Array[];
}

/**
 * A decoder that is run and differentiated layer by layer. Small programs, forward and backward for each of the two
 * sub-layers, serve every layer: each layer's weights are passed to them under names without a layer number. In between
 * the inputs of all layers are kept, and what is inside as many layers as there is room for; the backward pass computes the
 * rest again (Chen et al. 2016). Large decoders need this: jax-js 0.1.25 allocates all intermediates of a graph before it
 * runs any, and overflows its stack on the gradient of 30 layers.
 *
 * Tokens are looked up on the host, so the embedding takes no memory on the device and has no gradient.
 */
export class LayeredDecoder {
  readonly #config: DecoderConfig;
  readonly #embeddings: ReadonlyMap<string, Tensor>;
  readonly #attention: SublayerProgram;
  readonly #feedForward: SublayerProgram;
  readonly #norm: NormProgram;

  /** @param weights the decoder's weights, of which the embeddings are kept */
  constructor(config: DecoderConfig, weights: ReadonlyMap<string, Tensor>) {
    this.#config = config;
    this.#embeddings = new Map([...weights].filter(([name]) => isEmbedding(name)));
    [this.#attention, this.#feedForward] = sublayers(config).map((sublayer) =>
      createSublayerProgram(config, sublayer),
    ) as [SublayerProgram, SublayerProgram];
    this.#norm = createNormProgram(config);
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
    const x = await this.inputOf(this.#config.layerCount, params, ids, mask);
    return this.#norm.forward(this.#ofNorm(params), x);
  }

  /**
   * The input of one layer, `[B, T, hidden]`, computed by the layers below it; for `layer` = number of layers, the
   * input of the final norm. Borrows the parameters, of which it reads those of lower layers; consumes ids
   * `[B, T]` and mask.
   */
  async inputOf(layer: number, params: Parameters, ids: np.Array, mask: RowMask): Promise<np.Array> {
    let x = await this.#embed(ids, mask);
    for (let below = 0; below < layer; below++) x = await this.#through(this.#ofLayer(params, below), x, mask);
    disposeMask(mask);
    return x;
  }

  /**
   * Computes all layers for a backward pass. Borrows parameters and mask, consumes the ids.
   *
   * @param recorded the number of layers whose inside is kept: the uppermost ones, which the backward pass frees first
   */
  async record(params: Parameters, ids: np.Array, mask: RowMask, recorded: number): Promise<Tape> {
    const layers: LayerTape[] = [];
    let x = await this.#embed(ids, mask);
    for (let layer = 0; layer < this.#config.layerCount; layer++) {
      const own = this.#ofLayer(params, layer);
      if (layer < this.#config.layerCount - recorded) {
        layers.push({ x: x.ref, inside: null });
        x = await this.#through(own, x, mask);
      } else {
        const inside = await this.#upToFeedForward(own, x.ref, mask);
        layers.push({ x, inside });
        const { y, projections } = await this.#feedForward.forward(own, inside.attended.ref, mask);
        inside.feedForward = projections;
        x = y;
      }
    }
    return { layers, last: x };
  }

  /** The final norm of the layers' output, `[B, T, hidden]`. Borrows parameters and tape. */
  normalise(params: Parameters, { last }: Tape): Promise<np.Array> {
    return this.#norm.forward(this.#ofNorm(params), last.ref);
  }

  /**
   * Gradients of the trained parameters of layers and final norm, from the gradient of the hidden states.
   *
   * @param trained borrowed, like `frozen` and the mask
   * @param tape consumed, like the cotangent
   * @param cotangent gradient of the hidden states after the final norm, `[B, T, hidden]`
   */
  async backward(
    trained: Parameters,
    frozen: Parameters,
    { layers, last }: Tape,
    mask: RowMask,
    cotangent: np.Array,
  ): Promise<Parameters> {
    const lowest = this.#lowestTrained(trained);
    const norm = await this.#norm.backward(this.#ofNorm(trained), this.#ofNorm(frozen), last, cotangent);
    const gradients = norm.gradients;
    let flowing = norm.cotangent;
    for (let layer = layers.length - 1; layer >= lowest; layer--) {
      const own = this.#ofLayer(trained, layer);
      const fixed = this.#ofLayer(frozen, layer);
      const { x, inside } = layers.pop() as LayerTape;
      const { attention, attended, feedForward } =
        inside ?? (await this.#upToFeedForward({ ...own, ...fixed }, x.ref, mask));
      const upper = await this.#feedForward.backward(own, fixed, attended, feedForward, mask, flowing);
      const lower = await this.#attention.backward(own, fixed, x, attention, mask, upper.cotangent);
      const prefix = layerPrefix(this.#config, layer);
      for (const [name, gradient] of Object.entries({ ...upper.gradients, ...lower.gradients })) {
        gradients[`${prefix}${name}`] = gradient;
      }
      flowing = lower.cotangent;
    }
    flowing.dispose();
    for (const { x, inside } of layers) {
      x.dispose();
      if (inside) tree.dispose([inside.attention, inside.attended, inside.feedForward]);
    }
    return gradients;
  }

  /**
   * This decoder with `frozen` in place of the frozen weights among the parameters; one layer of `frozen` is on the device at a
   * time. Packed weights are compared so with the weights that they were packed from.
   */
  reading(frozen: ReadonlyMap<string, Tensor>): DecoderForward {
    const withOwn = async (prefix: string, compute: (own: Parameters) => Promise<np.Array>) => {
      const loaded = toParameters(new Map([...frozen].filter(([name]) => name.startsWith(prefix))));
      const y = await compute(loaded);
      disposeParameters(loaded);
      return y;
    };
    return {
      hiddenStates: async (params, ids, mask) => {
        let x = await this.#embed(ids, mask);
        for (let layer = 0; layer < this.#config.layerCount; layer++) {
          const input = x;
          x = await withOwn(layerPrefix(this.#config, layer), (loaded) =>
            this.#through(this.#ofLayer({ ...params, ...loaded }, layer), input, mask),
          );
        }
        const y = await withOwn(this.#normPrefix, (loaded) =>
          this.#norm.forward(this.#ofNorm({ ...params, ...loaded }), x),
        );
        disposeMask(mask);
        return y;
      },
      dispose: () => {},
    };
  }

  dispose(): void {
    for (const program of [this.#attention, this.#feedForward, this.#norm]) program.dispose();
  }

  /** Computes a layer. Consumes x, borrows parameters and mask. */
  async #through(own: Parameters, x: np.Array, mask: RowMask): Promise<np.Array> {
    const { attention, attended } = await this.#upToFeedForward(own, x, mask);
    const { y, projections } = await this.#feedForward.forward(own, attended, mask);
    tree.dispose([attention, projections]);
    return y;
  }

  /** Computes the first sub-layer of a layer. Consumes x, borrows parameters and mask. */
  async #upToFeedForward(own: Parameters, x: np.Array, mask: RowMask): Promise<Inside> {
    const { y, projections } = await this.#attention.forward(own, x, mask);
    return { attention: projections, attended: y, feedForward: [] };
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
