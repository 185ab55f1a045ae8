import type { DecoderConfig } from "../checkpoint/config.ts";
import { expectedTensors } from "../checkpoint/names.ts";
import type { Tensor } from "../checkpoint/safetensors.ts";
import { deriveSeed, gaussian, seededRandom } from "../random.ts";

/** Low-rank adaptation (Hu et al. 2022): `W x + α/r · B A x`, W frozen. */
export interface LoraSettings {
  rank: number;
  alpha: number;
  /**
   * The last part of the adapted layers' names, such as `q_proj`; an empty list adapts every linear layer of the trunk.
   */
  targets: readonly string[];
}

export const LORA_A = "lora_A.weight";
export const LORA_B = "lora_B.weight";
export const LORA_SCALE = "lora_scale";

const LLAMA_LINEARS = /\.(q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj)\.weight$/;
const GPT2_LINEARS = /\.(c_attn|c_proj|c_fc)\.weight$/;

/**
 * Initial adapters for a decoder's linear layers under PEFT's names: A `[r, in]` from N(0, 1/r); B `[out, r]` zero, so
 * that the adapted model starts as the base; and the frozen scalar α/r of each layer.
 */
export function loraWeights(
  config: DecoderConfig,
  weights: ReadonlyMap<string, Tensor>,
  { rank, alpha, targets }: LoraSettings,
  seed: number,
): { adapters: Map<string, Tensor>; scales: Map<string, Tensor> } {
  const adapters = new Map<string, Tensor>();
  const scales = new Map<string, Tensor>();
  for (const [name, { shape }] of weights) {
    const layer = adaptedLayer(config, name, targets);
    if (!layer) continue;
    const [outputs, inputs] = outputsAndInputs(config, shape);
    const random = seededRandom(deriveSeed(seed, layer));
    const a = new Float32Array(rank * inputs).map(() => gaussian(random) / Math.sqrt(rank));
    adapters.set(`${layer}.${LORA_A}`, { shape: [rank, inputs], data: a });
    adapters.set(`${layer}.${LORA_B}`, { shape: [outputs, rank], data: new Float32Array(outputs * rank) });
    scales.set(`${layer}.${LORA_SCALE}`, { shape: [], data: Float32Array.of(alpha / rank) });
  }
  return { adapters, scales };
}

/** The shapes of a decoder's adapters by the tensors' names. */
export function adapterShapes(
  config: DecoderConfig,
  { rank, targets }: Pick<LoraSettings, "rank" | "targets">,
): Map<string, [number, number]> {
  const shapes = new Map<string, [number, number]>();
  for (const [name, shape] of expectedTensors(config)) {
    const layer = adaptedLayer(config, name, targets);
    if (!layer) continue;
    const [outputs, inputs] = outputsAndInputs(config, shape);
    shapes.set(`${layer}.${LORA_A}`, [rank, inputs]);
    shapes.set(`${layer}.${LORA_B}`, [outputs, rank]);
  }
  return shapes;
}

/** How many numbers a decoder's adapters hold. */
export function adapterCount(config: DecoderConfig, settings: Pick<LoraSettings, "rank" | "targets">): number {
  return [...adapterShapes(config, settings).values()].reduce((sum, [rows, columns]) => sum + rows * columns, 0);
}

/** The weights with the adapters merged into them, `W + α/r · B A`, and without the adapters' tensors. */
export function mergeLora(config: DecoderConfig, weights: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const merged = new Map<string, Tensor>();
  for (const [name, tensor] of weights) {
    if (name.includes(".lora_")) continue;
    const layer = name.replace(/\.weight$/, "");
    const a = weights.get(`${layer}.${LORA_A}`);
    const b = weights.get(`${layer}.${LORA_B}`);
    const scale = weights.get(`${layer}.${LORA_SCALE}`)?.data[0];
    merged.set(name, a && b && scale !== undefined ? addProduct(config, tensor, a, b, scale) : tensor);
  }
  return merged;
}

function addProduct(config: DecoderConfig, { shape, data }: Tensor, a: Tensor, b: Tensor, scale: number): Tensor {
  const [outputs, inputs] = outputsAndInputs(config, shape);
  const rank = a.shape[0] as number;
  const sum = data.slice();
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      let product = 0;
      for (let r = 0; r < rank; r++) product += (b.data[o * rank + r] as number) * (a.data[r * inputs + i] as number);
      const at = config.architecture === "gpt2" ? i * outputs + o : o * inputs + i;
      sum[at] = (sum[at] as number) + scale * product;
    }
  }
  return { shape, data: sum };
}

function adaptedLayer({ architecture }: DecoderConfig, name: string, targets: readonly string[]): string | null {
  if (!(architecture === "gpt2" ? GPT2_LINEARS : LLAMA_LINEARS).test(name)) return null;
  const layer = name.replace(/\.weight$/, "");
  return targets.length === 0 || targets.some((target) => layer.endsWith(`.${target}`)) ? layer : null;
}

/** Splits a weight's shape: GPT-2's Conv1D keeps `[in, out]`, every other linear layer `[out, in]`. */
function outputsAndInputs({ architecture }: DecoderConfig, shape: readonly number[]): [number, number] {
  const [first, second] = shape as [number, number];
  return architecture === "gpt2" ? [second, first] : [first, second];
}
