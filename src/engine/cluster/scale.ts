/**
 * What training at scale takes, calculated, not measured. How ZeRO divides memory: https://arxiv.org/abs/1910.02054.
 */

/** The sizes of a decoder without biases and with a gated feed-forward, such as Llama and Gemma. */
export interface DecoderSize {
  name: string;
  layers: number;
  hidden: number;
  intermediate: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  vocabulary: number;
}

/** The backbones of the paper. A sequence classifier has no output embedding. */
export const SIZES: readonly DecoderSize[] = [
  {
    ...{ name: "Gemma 2B", layers: 18, hidden: 2048, intermediate: 16384 },
    ...{ heads: 8, kvHeads: 1, headDim: 256, vocabulary: 256000 },
  },
  {
    ...{ name: "Llama 3 8B", layers: 32, hidden: 4096, intermediate: 14336 },
    ...{ heads: 32, kvHeads: 8, headDim: 128, vocabulary: 128256 },
  },
];

export const GPU_COUNTS = [1, 8, 64];
const LENGTHS = [1024, 2048];

/** The assumptions behind the figures. */
const ASSUMED = {
  /** Rank of the adapters, as in the paper. */
  rank: 32,
  /** Memory of a GPU in bytes, and the share of it that can be filled. */
  gpuBytes: 80e9,
  usable: 0.9,
  /** Peak operations per second of a GPU in bfloat16 (H100, dense), and the share of the peak that training reaches. */
  peak: 989e12,
  utilisation: 0.4,
  /** Pairs per step, as in the paper; with more GPUs than pairs every GPU takes one pair. */
  pairs: 24,
  /** Number of training pairs and of epochs, as in the paper's smaller setting. */
  trainedOn: 40_000,
  epochs: 2,
  /**
   * Targets whose logits are in memory at once, and how many arrays of that size there are: logits, gradient, softmax.
   */
  targets: 1024,
  logitCopies: 3,
  /** Share of a row that the response takes up. */
  response: 0.5,
};

export type Scaling = "one GPU" | "ZeRO-2" | "ZeRO-3 or FSDP";
export type ScaleTuning = "lora" | "full";

/** Memory of each GPU in bytes. */
export interface Memory {
  /** The backbone's weights that a forward pass reads. */
  weights: number;
  /** The second head with its gradient and optimiser state. */
  secondHead: number;
  /** Gradients, optimiser state and master copies of the backbone's trained weights. */
  optimiser: number;
  activations: number;
}

export interface ScaleRow {
  size: DecoderSize;
  tuning: ScaleTuning;
  gpus: number;
  length: number;
  /** The scaling that divides least and still fits; null if none fits. */
  scaling: Scaling | null;
  /** Memory under `scaling`, or under the scaling that divides most if none fits. */
  memory: Memory;
  pairsAStep: number;
  /** Tokens per step when every row has full length. */
  tokensAStep: number;
  /** Hours for `ASSUMED.epochs` epochs over `ASSUMED.trainedOn` pairs of full length. */
  hours: number;
}

/** Number of parameters of the backbone: token table, layers, norms. */
export function backboneNumbers(size: DecoderSize): number {
  return size.vocabulary * size.hidden + size.layers * (linearNumbers(size) + 2 * size.hidden) + size.hidden;
}

/** Number of parameters of the second head, shape `[V, H]`. */
export function secondHeadNumbers({ vocabulary, hidden }: DecoderSize): number {
  return vocabulary * hidden;
}

/** Number of parameters of adapters on all linear layers. */
export function adapterNumbers(size: DecoderSize, rank: number): number {
  return size.layers * linears(size).reduce((sum, [inputs, outputs]) => sum + rank * (inputs + outputs), 0);
}

function linearNumbers(size: DecoderSize): number {
  return linears(size).reduce((sum, [inputs, outputs]) => sum + inputs * outputs, 0);
}

/** `[inputs, outputs]` of each linear map in a layer: q, k, v, o, gate, up, down. */
function linears({ hidden, intermediate, heads, kvHeads, headDim }: DecoderSize): [number, number][] {
  const [queries, keys] = [heads * headDim, kvHeads * headDim];
  return [
    [hidden, queries],
    [hidden, keys],
    [hidden, keys],
    [queries, hidden],
    [hidden, intermediate],
    [hidden, intermediate],
    [intermediate, hidden],
  ];
}

/**
 * Bytes on each GPU with one pair a GPU and gradients checkpointed at every layer. Mixed precision takes 16 bytes per
 * trained number: 2 for the copy that computes, 2 for its gradient, 12 for a master copy and two moments. ZeRO-2
 * divides all but the first 2 among the GPUs; ZeRO-3 and FSDP divide those 2 and the frozen weights as well.
 */
export function memoryOf(
  size: DecoderSize,
  tuning: ScaleTuning,
  gpus: number,
  length: number,
  scaling: Scaling,
): Memory {
  const state = scaling === "one GPU" ? 14 : 14 / gpus;
  const copy = scaling === "ZeRO-3 or FSDP" ? 2 / gpus : 2;
  const backbone = backboneNumbers(size);
  const trained = tuning === "full" ? backbone : adapterNumbers(size, ASSUMED.rank);
  return {
    weights: copy * (tuning === "full" ? backbone : backbone + trained),
    secondHead: (copy + state) * secondHeadNumbers(size),
    optimiser: state * trained,
    activations: activationBytes(size, length),
  };
}

export function totalBytes({ weights, secondHead, optimiser, activations }: Memory): number {
  return weights + secondHead + optimiser + activations;
}

/**
 * Bytes of activations for one pair in bfloat16: the input of every layer; all that one layer computes while it is
 * recomputed (attention without its scores, as in fused kernels); the last states again in float32 with their gradient;
 * and the logits.
 */
function activationBytes(size: DecoderSize, length: number): number {
  const { layers, hidden, intermediate, heads, kvHeads, headDim, vocabulary } = size;
  const tokens = 2 * length;
  const inputs = 2 * layers * tokens * hidden;
  const oneLayer = 2 * tokens * (6 * hidden + 2 * (heads + kvHeads) * headDim + 4 * intermediate);
  const states = 8 * tokens * hidden;
  const targets = Math.min(ASSUMED.targets, ASSUMED.response * length);
  return inputs + oneLayer + states + 4 * ASSUMED.logitCopies * targets * vocabulary;
}

/**
 * Operations per token of a step. Per parameter: 2 for the forward pass, 2 for the recomputation under gradient
 * checkpointing, 2 for the gradient of the activations, and 2 for the gradient of the weights if they are trained. The
 * second head reads the chosen responses alone.
 */
export function operationsAToken(size: DecoderSize, tuning: ScaleTuning, length: number): number {
  const computed = size.layers * linearNumbers(size);
  // Causal attention: scores and mixing, half of all positions.
  const attention = size.layers * 2 * length * size.heads * size.headDim;
  const passes = tuning === "full" ? 4 : 3;
  const text = 8 * secondHeadNumbers(size) * (ASSUMED.response / 2);
  return 2 * passes * computed + 4 * attention + text;
}

/** Operations per token of the single pass that computes the generation probabilities. */
function probabilityOperations(size: DecoderSize, length: number): number {
  const attention = size.layers * 2 * length * size.heads * size.headDim;
  return 2 * size.layers * linearNumbers(size) + attention + 2 * secondHeadNumbers(size) * ASSUMED.response;
}

/** A row for every combination of size, tuning, number of GPUs and length. */
export function scaleTable(): ScaleRow[] {
  return SIZES.flatMap((size) =>
    (["lora", "full"] as const).flatMap((tuning) =>
      GPU_COUNTS.flatMap((gpus) => LENGTHS.map((length) => scaleRow(size, tuning, gpus, length))),
    ),
  );
}

function scaleRow(size: DecoderSize, tuning: ScaleTuning, gpus: number, length: number): ScaleRow {
  const ways: Scaling[] = gpus === 1 ? ["one GPU"] : ["ZeRO-2", "ZeRO-3 or FSDP"];
  const fits = (way: Scaling) =>
    totalBytes(memoryOf(size, tuning, gpus, length, way)) <= ASSUMED.usable * ASSUMED.gpuBytes;
  const scaling = ways.find(fits) ?? null;
  const pairsAStep = Math.max(ASSUMED.pairs, gpus);
  const tokens = 2 * length * ASSUMED.trainedOn * ASSUMED.epochs;
  const rate = gpus * ASSUMED.peak * ASSUMED.utilisation;
  return {
    ...{ size, tuning, gpus, length, scaling, pairsAStep },
    memory: memoryOf(size, tuning, gpus, length, scaling ?? (ways.at(-1) as Scaling)),
    tokensAStep: 2 * length * pairsAStep,
    hours: (tokens * operationsAToken(size, tuning, length)) / rate / 3600,
  };
}

/** The table and its assumptions as Markdown. */
export function scaleMarkdown(): string {
  const rows = scaleTable().map(({ size, tuning, gpus, length, scaling, memory, tokensAStep, hours }) => {
    const { weights, secondHead, optimiser, activations } = memory;
    const total = totalBytes(memory);
    const figures = [weights, secondHead, optimiser, activations, total].map((bytes) => gigabytes(bytes));
    const cells = [
      size.name,
      tuning,
      gpus,
      length,
      ...figures,
      scaling ?? "does not fit",
      tokensAStep.toLocaleString("en"),
    ];
    return `| ${[...cells, scaling === null ? "–" : duration(hours)].join(" | ")} |`;
  });
  return `| model | tuning | GPUs | length | weights | second head | optimiser | activations | all | what fits | tokens a step | time |
|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.join("\n")}

Gigabytes on each GPU; computed, not measured. Assumed: GPUs of ${ASSUMED.gpuBytes / 1e9} GB of which ${100 * ASSUMED.usable} % can be
filled; one pair a GPU at a time, gradients checkpointed at every layer, attention without its scores in memory, ${ASSUMED.targets.toLocaleString("en")}
targets of the second head at once; ${ASSUMED.pairs} pairs a step, or one a GPU where there are more GPUs; adapters of rank ${ASSUMED.rank} on all linear
layers. Time: ${ASSUMED.trainedOn.toLocaleString("en")} pairs at full length, ${ASSUMED.epochs} epochs, at ${100 * ASSUMED.utilisation} % of ${ASSUMED.peak / 1e12} TFLOP/s, no time for communication.

What the method costs beside Bradley–Terry:

| model | second head, trained: one GPU | the same, of all operations | probabilities: one pass, of all operations of training | stored, ${ASSUMED.trainedOn.toLocaleString("en")} pairs of ${LENGTHS[0]} tokens |
|---|---|---|---|---|
${SIZES.map(methodCosts).join("\n")}
`;
}

function methodCosts(size: DecoderSize): string {
  const [length] = LENGTHS as [number];
  const step = operationsAToken(size, "lora", length);
  const text = 8 * secondHeadNumbers(size) * (ASSUMED.response / 2);
  const pass = probabilityOperations(size, length) / ASSUMED.epochs;
  const stored = 4 * ASSUMED.trainedOn * 2 * length * ASSUMED.response;
  const share = (part: number) => `${((100 * part) / step).toFixed(0)} %`;
  const cells = [`${gigabytes(16 * secondHeadNumbers(size))} GB`, share(text), share(pass), `${gigabytes(stored)} GB`];
  return `| ${[size.name, ...cells].join(" | ")} |`;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

function duration(hours: number): string {
  return hours < 1 ? `${Math.round(60 * hours)} min` : `${hours.toFixed(1)} h`;
}
