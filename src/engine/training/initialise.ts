import type { DecoderConfig } from "../checkpoint/config.ts";
import { expectedTensors } from "../checkpoint/names.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { deriveSeed, gaussian, seededRandom } from "../random.ts";

const EMBEDDING_DEVIATION = 0.05;

/**
 * Fresh weights: matrices from N(0, 1 / inputs), with the projections into the residual stream scaled by another 1/√(2
 * · layers) (Radford et al. 2019); embeddings from N(0, 0.05²); norms 1; biases 0. GPT-2's deviation of 0.02 would be a
 * fifth of that at a width of 96, and learning would start later. Each tensor has its own random stream.
 */
export function initialWeights(config: DecoderConfig, seed: number): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  for (const [name, shape] of expectedTensors(config)) {
    weights.set(name, { shape, data: initialTensor(name, shape, config.layerCount, seed) });
  }
  return weights;
}

function initialTensor(name: string, shape: number[], layers: number, seed: number): Float32Array {
  const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
  if (name.endsWith(".bias")) return data;
  if (shape.length === 1) return data.fill(1);
  const residual = /(o_proj|down_proj|c_proj)\.weight$/.test(name);
  // GPT-2 stores its matrices as [inputs, outputs], all other decoders as [outputs, inputs].
  const inputs = shape[/c_(attn|proj|fc)\.weight$/.test(name) ? 0 : 1] as number;
  const isEmbedding = /(embed_tokens|wte|wpe)\.weight$/.test(name);
  const deviation = isEmbedding ? EMBEDDING_DEVIATION : 1 / Math.sqrt(residual ? inputs * 2 * layers : inputs);
  const random = seededRandom(deriveSeed(seed, name));
  return data.map(() => deviation * gaussian(random));
}
