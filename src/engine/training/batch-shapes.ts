import type { DecoderConfig } from "../checkpoint/config.ts";
import { parameterCount } from "../checkpoint/memory.ts";
import { bucketLength } from "./batching.ts";
import { PAIR_BUCKET } from "./pairs.ts";

/** The two lengths of rows for pairs, in tokens. */
export interface Parts {
  /** What both responses of a pair begin with: its prompt. */
  prompt: number;
  /** The longer of what the two responses have of their own. */
  own: number;
}

/**
 * Prompts and responses are padded to multiples of so many tokens, where nothing is known of a run's other batches. Narrower buckets
 * would give batches of twice as many shapes, each with a program to compile.
 */
const PROMPT_BUCKET = 8;
const RESPONSE_BUCKET = 16;

/** Lengths among which those of a run's shapes are chosen are multiples of this: products want whole vectors. */
const GRAIN = 8;

/** Which shapes the batches of a run have. Every shape has a program of its own, which has to be compiled. */
export class BatchShapes {
  readonly #planned: readonly Parts[];
  readonly #allTargets: boolean;

  private constructor(planned: readonly Parts[], allTargets: boolean) {
    this.#planned = planned;
    this.#allTargets = allTargets;
  }

  /** The shapes of batches of which nothing else is known: multiples of buckets. */
  static readonly bucketed = new BatchShapes([], false);

  /**
   * The shapes with which all batches of a run cost least: few for a short run, whose batches are padded more in return, many
   * for a long one. They follow from the data and the settings alone, so that a resumed run has the same.
   * @param batches the longest parts in each batch of the run, or in as many of its batches as tell how they spread
   * @param count number of batches of the run
   * @param compile how many batches could be computed while a program is compiled (`batchesPerProgram`)
   */
  static planned(batches: readonly Parts[], count: number, compile: number): BatchShapes {
    if (batches.length === 0) return BatchShapes.bucketed;
    const sizes = distinct(batches);
    const of = (part: keyof Parts) => [...new Set(sizes.map(({ parts }) => parts[part]))];
    const candidates = of("prompt").flatMap((prompt) => of("own").map((own) => ({ prompt, own })));
    const usual = batches.reduce((sum, parts) => sum + pairPositions(rounded(parts)), 0) / batches.length;
    const weight = count / batches.length / usual;

    const cost = (shapes: readonly Parts[]) =>
      sizes.reduce((sum, { parts, times }) => sum + times * pairPositions(narrowest(shapes, parts) as Parts), 0) *
        weight +
      compile * shapes.length;
    let shapes: Parts[] = [{ prompt: Math.max(...of("prompt")), own: Math.max(...of("own")) }];
    let least = cost(shapes);
    for (;;) {
      const tried = candidates.map((candidate) => [...shapes, candidate]);
      const costs = tried.map(cost);
      const lowest = Math.min(...costs);
      if (!(lowest < least)) return new BatchShapes(shapes, compile >= 1);
      shapes = tried[costs.indexOf(lowest)] as Parts[];
      least = lowest;
    }
  }

  /** The lengths that the parts of a batch's rows are padded to. @param longest the longest parts in the batch */
  widths(longest: Parts): Parts {
    const { prompt, own } = longest;
    return (
      narrowest(this.#planned, longest) ?? {
        prompt: bucketLength(Math.max(1, prompt), PROMPT_BUCKET),
        own: bucketLength(own, RESPONSE_BUCKET),
      }
    );
  }

  /**
   * What the number of text targets is rounded up to a multiple of, in a batch whose chosen rows have so many positions: to
   * all of them, or to half where a program takes less time than the targets that nothing is learnt from.
   */
  targets(positions: number): number {
    return this.#allTargets ? positions : bucketLength(positions / 2, PAIR_BUCKET);
  }
}

/** Floating-point operations that one Wasm thread does in a second of training. */
const OPERATIONS = 8e9;
/** Seconds that a batch takes at least, and that a program takes to compile: for itself, and for each of its layers. */
const BATCH_SECONDS = 0.03;
const PROGRAM_SECONDS = 1;
const LAYER_SECONDS = 0.4;

/**
 * How many batches can be computed on Wasm in the time that a program for another shape takes to compile. Estimated from the size
 * of the decoder, not measured, so that it is the same everywhere.
 * @param layers layers that are computed
 * @param tokens tokens of a batch
 */
export function batchesPerProgram(decoder: DecoderConfig, layers: number, tokens: number): number {
  const weights = (parameterCount(decoder) * layers) / decoder.layerCount;
  return (PROGRAM_SECONDS + LAYER_SECONDS * layers) / (BATCH_SECONDS + (6 * weights * tokens) / OPERATIONS);
}

function rounded({ prompt, own }: Parts): Parts {
  return { prompt: bucketLength(Math.max(1, prompt), GRAIN), own: bucketLength(own, GRAIN) };
}

/** Rounded parts, each with the number of batches that have them. */
function distinct(batches: readonly Parts[]): { parts: Parts; times: number }[] {
  const found = new Map<string, { parts: Parts; times: number }>();
  for (const batch of batches) {
    const parts = rounded(batch);
    const key = `${parts.prompt} ${parts.own}`;
    const times = (found.get(key)?.times ?? 0) + 1;
    found.set(key, { parts, times });
  }
  return [...found.values()];
}

/** Positions of a pair in rows of these lengths. */
export function pairPositions({ prompt, own }: Parts): number {
  return prompt + 2 * own;
}

/** Of the shapes that have room for such parts, the one with the fewest positions; undefined if there is none. */
function narrowest(shapes: readonly Parts[], { prompt, own }: Parts): Parts | undefined {
  return shapes
    .filter((shape) => shape.prompt >= prompt && shape.own >= own)
    .reduce<Parts | undefined>(
      (best, shape) => (!best || pairPositions(shape) < pairPositions(best) ? shape : best),
      undefined,
    );
}
