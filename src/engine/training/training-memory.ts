import type { DecoderConfig } from "../checkpoint/config.ts";
import {
  type BatchSize,
  largestArrayBytes,
  layeredBytes,
  normNumbers,
  parameterCount,
  type TrainingLoad,
  wholeGraphBytes,
} from "../checkpoint/memory.ts";
import type { Precision } from "../decoder/half-precision.ts";
import { adapterCount } from "../decoder/lora.ts";
import { packedBytes } from "../decoder/packed-weights.ts";
import { PlaygroundError } from "../errors.ts";
import type { MemoryLimits } from "../jax.ts";
import { BatchShapes } from "./batch-shapes.ts";
import { bucketLength } from "./batching.ts";
import { TEXT_CHUNK } from "./chunked-text.ts";
import { FROZEN_ROWS } from "./frozen-states.ts";
import { type Example, exampleResponses, PAIR_BUCKET, pairLength, pairTokens } from "./pairs.ts";
import { type RewardModelConfig, readsPadding, usesTextGeneration } from "./reward-model-config.ts";
import { longestParts } from "./row-layout.ts";
import { megabytes, memoryText, type TrainingMemory, type TrainingPath, WHOLE_LAYERS } from "./training-path.ts";
import { frozenLayers } from "./tuned-weights.ts";

/** The sizes of training pairs that decide how much memory a batch takes. */
export interface PairSizes {
  count: number;
  /** Tokens of the longest response with its prompt. */
  tokens: number;
  /**
   * Of pairs, the most tokens that the responses of one begin with alike, and the most tokens of a response after that;
   * null for single responses.
   */
  shared: { prompt: number; own: number } | null;
  /** Tokens of the longest first response (of a pair, the chosen one) without its prompt. */
  chosen: number;
  /** Responses per example: 1 for single responses; left out, the 2 of a pair. */
  responses?: number;
  /** Tokens of all responses with their prompts, including those that are only measured. */
  all: number;
}

/** Above this number of bytes, the loop over layers is used, although it computes the forward pass twice. */
const WHOLE_BYTES = 2e9;

/**
 * The inside of as many layers is recorded as leaves all arrays within this number of bytes, so that the heap of a reward
 * model in training from a real checkpoint, of which a tenth lies between the arrays, stays within 1.5 GB.
 */
export const RECORDED_BYTES = 1.265e9;

/** The sizes of a run's examples. @param heldOut examples that are measured during the training */
export function sizesOf(pairs: readonly Example[], heldOut: readonly Example[] = []): PairSizes {
  const all = pairs.map(exampleResponses);
  const chosen = all.flatMap(([first]) => (first ? [first.ids.length - first.responseStart] : []));
  return {
    count: pairs.length,
    responses: all[0]?.length ?? 2,
    tokens: pairs.map(pairLength).reduce((most, length) => Math.max(most, length), 0),
    shared: pairs.every((example) => "chosen" in example) ? longestParts(pairs) : null,
    chosen: chosen.reduce((most, length) => Math.max(most, length), 0),
    all: pairTokens(pairs) + pairTokens(heldOut),
  };
}

/**
 * Chooses the path of a run: one graph for small runs, layer by layer for others. Full training is always one graph,
 * since its embedding gets a gradient.
 *
 * @throws PlaygroundError if neither path fits, saying what it takes and what would fit
 */
export function trainingMemory(
  run: RewardModelConfig,
  decoder: DecoderConfig,
  sizes: PairSizes,
  limits: MemoryLimits,
): TrainingMemory {
  const plan = planOf(run, decoder, sizes, limits);
  if (fits(plan, limits)) {
    const { array: _, deep: __, ...memory } = plan;
    return memory;
  }
  throw new PlaygroundError({
    what: "This reward model cannot be trained here: it is too large",
    where: `${run.tuning} training, ${run.batchSize} pairs of ${sizes.tokens} tokens`,
    expected: expectation(plan, limits),
    found: `${decoder.layerCount} layers, ${memoryText(plan)}, its largest array ${megabytes(plan.array)}`,
    fix: remedy(run, decoder, sizes, limits),
  });
}

/**
 * The memory of each of several runs like this one as a population: each as one graph, and all in memory at once.
 *
 * @throws PlaygroundError if they cannot form a population
 */
export function populationMemory(
  runs: number,
  run: RewardModelConfig,
  decoder: DecoderConfig,
  sizes: PairSizes,
  limits: MemoryLimits,
): TrainingMemory {
  const plan = planOf(run, decoder, sizes, limits);
  const all = { ...plan, bytes: runs * plan.bytes, array: runs * plan.array };
  const { path, frozenAs, bytes, frozen } = plan;
  if (path === "whole" && fits(all, limits)) return { path, frozenAs, bytes, frozen };
  throw new PlaygroundError({
    what: "These reward models are too large to be trained as one population",
    where: `${runs} runs, ${run.batchSize} pairs of ${sizes.tokens} tokens each`,
    expected: expectation(all, limits),
    found: `${decoder.layerCount} layers, ${memoryText(all)}, the largest array ${megabytes(all.array)}`,
    fix: "Train them one after another, or fewer at once.",
  });
}

interface Plan extends TrainingMemory {
  /** Bytes of the largest array. */
  array: number;
  /** Whether the decoder has too many layers for one graph. */
  deep: boolean;
}

/** Bytes of a frozen number on the device, by the type that it is stored in. */
const STORED: Record<Precision, number> = { float32: 4, float16: 2, int8: packedBytes(8), int4: packedBytes(4) };

/**
 * The plan of a run: of the types that frozen weights can be stored in, the most precise one that fits. Weights are packed only
 * where nothing else fits, since rewards move with them.
 */
function planOf(run: RewardModelConfig, decoder: DecoderConfig, sizes: PairSizes, limits: MemoryLimits): Plan {
  const load = trainingLoad(run, decoder, sizes, "whole");
  const whole = wholeGraphBytes(decoder, load);
  const layers = frozenLayers(decoder, run);
  const frozen = layers > 0 ? { layers, stateBytes: 4 * decoder.hiddenSize * sizes.all } : null;
  const deep = decoder.layerCount - layers > WHOLE_LAYERS;
  if (run.tuning === "full" || (!deep && whole <= WHOLE_BYTES)) {
    return { path: "whole", frozenAs: "float32", bytes: whole, frozen, array: largestArrayBytes(decoder, load), deep };
  }
  const chunked = trainingLoad(run, decoder, sizes, "layered");
  const bytesOf = (frozenAs: Precision, recorded: number) => layeredBytes(decoder, chunked, STORED[frozenAs], recorded);
  const plans = ([limits.f16 ? "float16" : "float32", "int8", "int4"] as const).map(
    (frozenAs): Plan => ({
      path: "layered",
      frozenAs,
      bytes: bytesOf(frozenAs, 0),
      frozen: frozen && { layers, stateBytes: null },
      array: largestArrayBytes(decoder, chunked),
      deep: false,
    }),
  );
  const plan = plans.find((one) => fits(one, limits)) ?? (plans.at(-1) as Plan);
  const room = Math.min(limits.all, RECORDED_BYTES);
  let recorded = chunked.throughLayers ? decoder.layerCount - layers : 0;
  while (recorded > 0 && bytesOf(plan.frozenAs, recorded) > room) recorded -= 1;
  return { ...plan, bytes: bytesOf(plan.frozenAs, recorded), recordedLayers: recorded };
}

function fits({ bytes, array, deep }: Plan, limits: MemoryLimits): boolean {
  return !deep && bytes <= limits.all && array <= limits.array;
}

/** The sizes that a run's largest batch brings into memory. */
export function trainingLoad(
  run: RewardModelConfig,
  decoder: DecoderConfig,
  sizes: PairSizes,
  path: TrainingPath,
): TrainingLoad {
  const { count, tokens, chosen } = sizes;
  const { tuning, gradientAccumulationSteps, loraRank: rank, loraTargets: targets } = run;
  const batchSize = Math.min(run.batchSize, count);
  const text = usesTextGeneration(run);
  const all = parameterCount(decoder);
  const below = frozenLayers(decoder, run);
  const lower = parameterCount({ ...decoder, layerCount: below }) - normNumbers(decoder);
  const tuned = { full: all, lora: adapterCount(decoder, { rank, targets }), top: all - lower, head: 0 }[tuning];
  const valueHead = decoder.hiddenSize + 1;
  const { batch, targetBucket } = largestBatch(batchSize, sizes, !readsPadding(run));
  const written = bucketLength(batchSize * chosen, targetBucket);
  return {
    batch,
    targets: text ? Math.min(written, path === "layered" ? TEXT_CHUNK : written) : 0,
    trained: tuned + valueHead + (text ? decoder.vocabSize * decoder.hiddenSize : 0),
    frozen: { full: 0, lora: all, top: lower, head: all }[tuning],
    throughLayers: tuning !== "head",
    adapted: tuning === "lora",
    keptLayers: path === "whole" ? below : 0,
    keptBatch: plainBatch(FROZEN_ROWS, tokens),
    accumulates: gradientAccumulationSteps > 1,
  };
}

/** A batch of rows of one length. */
function plainBatch(rows: number, tokens: number): BatchSize {
  const length = bucketLength(tokens, PAIR_BUCKET);
  return { positions: rows * length, scores: rows * length ** 2 };
}

/**
 * The batch that takes most, in the layout that it gets (`layoutOf`), and what the number of its text targets is rounded up to a
 * multiple of (`RowLayout.targets`), at most.
 * @param shares whether pairs may share their prompt
 */
function largestBatch(
  examples: number,
  { tokens, shared, responses = 2 }: PairSizes,
  shares: boolean,
): { batch: BatchSize; targetBucket: number } {
  const batch = plainBatch(responses * examples, tokens);
  const plain = { batch, targetBucket: BatchShapes.bucketed.targets(examples * bucketLength(tokens, PAIR_BUCKET)) };
  if (!shares || !shared) return plain;
  const { prompt, own } = BatchShapes.bucketed.widths(shared);
  const positions = examples * (prompt + responses * own);
  const scores = examples * (prompt ** 2 + responses * own * (prompt + own));
  return positions < batch.positions ? { batch: { positions, scores }, targetBucket: examples * own } : plain;
}

/** A run that takes less memory, and what was changed. */
interface Smaller {
  name: string;
  run: RewardModelConfig;
  sizes: PairSizes;
}

/** Advice on what would fit: of every way to make the run smaller, the first step that is small enough. */
function remedy(run: RewardModelConfig, decoder: DecoderConfig, sizes: PairSizes, limits: MemoryLimits): string {
  const other = (name: string, changes: Partial<RewardModelConfig>): Smaller => ({
    name,
    run: { ...run, ...changes },
    sizes,
  });
  const ways: Smaller[][] = [
    halves(Math.min(run.batchSize, sizes.count)).map((batchSize) => other(`a batch of ${batchSize}`, { batchSize })),
    halves(sizes.tokens).map((tokens) => ({
      name: `pairs of at most ${tokens} tokens`,
      run,
      sizes: shortened(sizes, tokens),
    })),
    run.tuning === "lora" ? halves(run.loraRank).map((loraRank) => other(`rank ${loraRank}`, { loraRank })) : [],
    run.tuning === "full" ? [other("LoRA", { tuning: "lora" })] : [],
    run.tuning === "top"
      ? halves(run.trainableLayers).map((trainableLayers) => other(topName(trainableLayers), { trainableLayers }))
      : [],
    run.tuning === "head" ? [] : [other("training the heads alone", { tuning: "head" })],
    usesTextGeneration(run) ? [other("method bt, which has no text head", { method: "bt" })] : [],
  ];
  const fitting = ways.flatMap((way) => {
    const plans = way.map((smaller) => ({ ...smaller, plan: planOf(smaller.run, decoder, smaller.sizes, limits) }));
    return plans.find(({ plan }) => fits(plan, limits)) ?? [];
  });
  if (fitting.length === 0) return "Start from a smaller checkpoint.";
  return `What would fit: ${fitting.map(({ name, plan }) => `${name} (${megabytes(plan.bytes)})`).join("; ")}.`;
}

/** Sizes of pairs that are cut to so many tokens. */
function shortened(sizes: PairSizes, tokens: number): PairSizes {
  const { shared } = sizes;
  const least = (length: number) => Math.min(tokens, length);
  return {
    ...sizes,
    tokens,
    shared: shared && { prompt: least(shared.prompt), own: least(shared.own) },
    chosen: least(sizes.chosen),
  };
}

function topName(layers: number): string {
  return layers === 1 ? "training the uppermost layer" : `training the upper ${layers} layers`;
}

/** A number halved repeatedly, down to 1. */
function halves(n: number): number[] {
  const half = Math.floor(n / 2);
  return half < 1 ? [] : [half, ...halves(half)];
}

function expectation({ bytes, deep }: Plan, { all, array }: MemoryLimits): string {
  if (deep) return `at most ${WHOLE_LAYERS} layers where every weight is trained`;
  return bytes > all ? `at most ${megabytes(all)}` : `no array of more than ${megabytes(array)}`;
}
