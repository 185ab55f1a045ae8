import { PlaygroundError } from "../errors.ts";
import type { DecoderConfig } from "./config.ts";

type Shapes = [name: string, shape: number[]][];

/** The tensors of a decoder under their Hugging Face names, in file order, with their shapes (row-major). */
export function expectedTensors(config: DecoderConfig): Map<string, number[]> {
  const trunk = config.architecture === "gpt2" ? gpt2Tensors(config) : llamaTensors(config);
  const { vocabSize, hiddenSize, tiedHead, task } = config;
  const head: Shapes = tiedHead || task !== "causal-lm" ? [] : [["lm_head.weight", [vocabSize, hiddenSize]]];
  return new Map([...trunk, ...head]);
}

/**
 * The name of a tensor within the playground: GPT-2 checkpoints come with and without the prefix `transformer.`, which
 * is left out here.
 */
function canonicalName(config: DecoderConfig, name: string): string {
  return config.architecture === "gpt2" ? name.replace(/^transformer\./, "") : name;
}

/**
 * Picks the decoder's tensors out of all tensors of a checkpoint, under their canonical names.
 * @throws PlaygroundError naming file, tensor, expected and found, if a tensor is missing, has another shape, or
 *   belongs to the decoder but not to this architecture: leaving it out would compute another model
 */
export function selectWeights<Shaped extends { shape: number[] }>(
  config: DecoderConfig,
  tensors: ReadonlyMap<string, Shaped>,
  file: string,
): Map<string, Shaped> {
  const byName = new Map([...tensors].map(([name, tensor]) => [canonicalName(config, name), tensor]));
  const expected = expectedTensors(config);
  const weights = new Map<string, Shaped>();
  for (const [name, shape] of expected) {
    const tensor = byName.get(name);
    if (!tensor) throw missing(file, name, shape, [...byName.keys()]);
    if (!sameShape(tensor.shape, shape)) throw mismatch(file, name, shape, tensor.shape);
    weights.set(name, tensor);
  }
  for (const name of byName.keys()) {
    if (expected.has(name) || !isTrunkName(name)) continue;
    throw new PlaygroundError({
      what: "A tensor does not belong to this architecture",
      where: `${file}, tensor ${name}`,
      expected: `the tensors of a ${config.architecture} decoder as config.json describes it`,
      found: name,
    });
  }
  return weights;
}

/** Name of the `[vocabulary, hidden]` matrix that turns hidden states into logits. */
export function outputEmbeddingName({ architecture, tiedHead }: DecoderConfig): string {
  if (!tiedHead) return "lm_head.weight";
  return architecture === "gpt2" ? "wte.weight" : "model.embed_tokens.weight";
}

/** Whether a tensor is a constant that older checkpoints store: a causal mask or rotary frequencies. */
export function isBuffer(name: string): boolean {
  return /(^|\.)h\.\d+\.attn\.(bias|masked_bias)$|\.rotary_emb\.inv_freq$/.test(name);
}

/** Whether a tensor is one of a decoder's own, and no head. */
export function isTrunkName(name: string): boolean {
  return /^(model|(transformer\.)?(h|wte|wpe|ln_f))\./.test(name);
}

function llamaTensors(config: DecoderConfig): Shapes {
  const { hiddenSize: H, intermediateSize: I, headCount, kvHeadCount, headDim, qkvBias, outputBias, mlpBias } = config;
  const queries = headCount * headDim;
  const keys = kvHeadCount * headDim;
  const linear = (name: string, rows: number, columns: number, bias: boolean): Shapes => [
    [`${name}.weight`, [rows, columns]],
    ...(bias ? ([[`${name}.bias`, [rows]]] satisfies Shapes) : []),
  ];
  const headNorms = (layer: string): Shapes => [
    [`${layer}.self_attn.q_norm.weight`, [headDim]],
    [`${layer}.self_attn.k_norm.weight`, [headDim]],
  ];
  const layers = layerNames(config, "model.layers").flatMap((layer) => [
    ...([[`${layer}.input_layernorm.weight`, [H]]] satisfies Shapes),
    ...linear(`${layer}.self_attn.q_proj`, queries, H, qkvBias),
    ...linear(`${layer}.self_attn.k_proj`, keys, H, qkvBias),
    ...linear(`${layer}.self_attn.v_proj`, keys, H, qkvBias),
    ...linear(`${layer}.self_attn.o_proj`, H, queries, outputBias),
    ...(config.qkNorm ? headNorms(layer) : []),
    ...([[`${layer}.post_attention_layernorm.weight`, [H]]] satisfies Shapes),
    ...linear(`${layer}.mlp.gate_proj`, I, H, mlpBias),
    ...linear(`${layer}.mlp.up_proj`, I, H, mlpBias),
    ...linear(`${layer}.mlp.down_proj`, H, I, mlpBias),
  ]);
  return [["model.embed_tokens.weight", [config.vocabSize, H]], ...layers, ["model.norm.weight", [H]]];
}

function gpt2Tensors(config: DecoderConfig): Shapes {
  const { hiddenSize: H, intermediateSize: I } = config;
  // GPT-2's Conv1D keeps its weights as [in, out]; c_attn holds queries, keys and values side by side.
  const conv = (name: string, inputs: number, outputs: number): Shapes => [
    [`${name}.weight`, [inputs, outputs]],
    [`${name}.bias`, [outputs]],
  ];
  const norm = (name: string): Shapes => [
    [`${name}.weight`, [H]],
    [`${name}.bias`, [H]],
  ];
  const layers = layerNames(config, "h").flatMap((layer) => [
    ...norm(`${layer}.ln_1`),
    ...conv(`${layer}.attn.c_attn`, H, 3 * H),
    ...conv(`${layer}.attn.c_proj`, H, H),
    ...norm(`${layer}.ln_2`),
    ...conv(`${layer}.mlp.c_fc`, H, I),
    ...conv(`${layer}.mlp.c_proj`, I, H),
  ]);
  return [["wte.weight", [config.vocabSize, H]], ["wpe.weight", [config.contextLength, H]], ...layers, ...norm("ln_f")];
}

function layerNames(config: DecoderConfig, prefix: string): string[] {
  return Array.from({ length: config.layerCount }, (_, i) => `${prefix}.${i}`);
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((side, i) => side === b[i]);
}

/** Says which tensor is missing; of one that stands there under a longer or shorter name, such as DDP's, what is its name. */
function missing(file: string, name: string, shape: number[], names: readonly string[]): PlaygroundError {
  const other = names.find((each) => each.endsWith(`.${name}`) || name.endsWith(`.${each}`));
  return new PlaygroundError({
    what: "A tensor is missing",
    where: `${file}, tensor ${name}`,
    expected: `shape [${shape.join(", ")}]`,
    found: other === undefined ? "no tensor of that name" : `a tensor of the name ${other}`,
    fix:
      other === undefined
        ? "The weights and config.json must come from the same checkpoint."
        : "Save the model without the wrapper that changes the names, or rename the tensors.",
  });
}

function mismatch(file: string, name: string, expected: number[], found: number[]): PlaygroundError {
  return new PlaygroundError({
    what: "A tensor has the wrong shape",
    where: `${file}, tensor ${name}`,
    expected: `shape [${expected.join(", ")}]`,
    found: `[${found.join(", ")}]`,
    fix: "The weights and config.json must come from the same checkpoint.",
  });
}
