import { checkContext } from "../onnx/context.ts";
import { denseBatch } from "../onnx/token-batch.ts";
import { deriveSeed, type Random, seededRandom } from "../random.ts";
import type { CausalLM, LmCache } from "./causal-lm.ts";
import { EventLoopPause } from "./event-loop.ts";
import { draw, type SamplingSettings } from "./sampling.ts";
import { tracesOf } from "./score.ts";
import { type Chances, chancesOf, logitsAt, type TokenTrace, traceOf } from "./trace.ts";

/** Response tokens that suffice for any answer of the embedded world. */
export const MAX_RESPONSE_TOKENS = 96;

export interface GenerationSettings extends SamplingSettings {
  /** The largest number of response tokens, those of the prefix included. */
  maxTokens: number;
  seed: number;
}

/** Why a sample ended. `context`: prompt and response fill the model's context. `cancelled`: the signal was aborted. */
export type FinishReason = "eos" | "length" | "context" | "cancelled";

export interface Sample {
  /** The response tokens, prefix included; an end-of-sequence token, if one was drawn, is the last. */
  ids: number[];
  /** One trace per response token. */
  traces: TokenTrace[];
  finish: FinishReason;
}

export interface GenerationOptions {
  samples: number;
  /** Response tokens that are given, the same for all samples: the place where a trajectory branches. */
  prefix?: readonly number[];
  /** Called for every token, those of the prefix included. `index` counts from the first response token. */
  onToken?: OnToken | undefined;
  /** Aborting ends all samples with the tokens they have. */
  signal?: AbortSignal | undefined;
}

export type OnToken = (sample: number, index: number, trace: TokenTrace) => void;

/**
 * Samples responses to one prompt in one batch. The prompt is read once; finished samples leave the batch. Sample i has
 * random numbers of its own, the t-th for response token t, so it does not depend on the other samples, and continuing
 * a prefix of it gives the same sample.
 * @throws PlaygroundError if prompt and prefix do not fit the context
 */
export async function generate<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  promptIds: readonly number[],
  settings: GenerationSettings,
  { samples, prefix = [], onToken, signal }: GenerationOptions,
): Promise<Sample[]> {
  checkContext(lm.contextLength, promptIds.length, prefix.length);
  const stopReason = stopRule(lm, promptIds.length, settings.maxTokens, signal);
  const pause = new EventLoopPause();

  // The prefix has its logits before it, and what follows has them at its end.
  const prompt = await lm.forward(denseBatch(1, [...promptIds, ...prefix], 0), null, prefix.length + 1);
  let cache = prompt.cache;
  try {
    const fixed = tracesOf(prompt.logits, prefix, lm.vocabSize, settings);
    const drafts = Array.from({ length: samples }, (_, i) => new Draft(i, settings.seed, fixed, onToken));
    const promptEnd = logitsAt(prompt.logits, prefix.length, lm.vocabSize);
    let live = drafts.filter((draft) => !draft.stops(stopReason));
    // Every draft continues from the end of the prompt: with the same probabilities and the same row of the cache.
    let chances = live.map(() => chancesOf(promptEnd, settings));
    let cacheRows = live.map(() => 0);
    while (live.length > 0) {
      live.forEach((draft, i) => {
        draft.extend(chances[i] as Chances);
      });
      const stays = live.map((draft) => !draft.stops(stopReason));
      live = live.filter((_, i) => stays[i]);
      if (live.length === 0) break;
      const keptRows = cacheRows.filter((_, i) => stays[i]);
      cache = await keepRows(lm, cache, keptRows);
      const lastIds = live.map((draft) => draft.lastId);
      const next = await lm.forward(denseBatch(live.length, lastIds, cache.length), cache, 1);
      cache.dispose();
      cache = next.cache;
      chances = live.map((_, row) => chancesOf(logitsAt(next.logits, row, lm.vocabSize), settings));
      cacheRows = live.map((_, row) => row);
      await pause.ifDue();
    }
    return drafts.map((draft) => draft.sample);
  } finally {
    cache.dispose();
  }
}

/** A sample that is being generated. */
class Draft {
  readonly #index: number;
  readonly #random: Random;
  readonly #onToken: OnToken | undefined;
  readonly #traces: TokenTrace[] = [];
  #finish: FinishReason = "cancelled";

  constructor(index: number, seed: number, prefix: readonly TokenTrace[], onToken: OnToken | undefined) {
    this.#index = index;
    this.#onToken = onToken;
    this.#random = seededRandom(deriveSeed(seed, `sample:${index}`));
    for (const trace of prefix) {
      this.#random();
      this.#push(trace);
    }
  }

  get lastId(): number {
    return this.#traces.at(-1)?.id as number;
  }

  get sample(): Sample {
    return { ids: this.#traces.map(({ id }) => id), traces: this.#traces, finish: this.#finish };
  }

  extend(chances: Chances): void {
    this.#push(traceOf(chances, draw(chances.p, this.#random())));
  }

  stops(reasonFor: StopRule): boolean {
    const reason = reasonFor(this.#traces.length, this.#traces.at(-1)?.id);
    if (reason) this.#finish = reason;
    return reason !== null;
  }

  #push(trace: TokenTrace): void {
    this.#traces.push(trace);
    this.#onToken?.(this.#index, this.#traces.length - 1, trace);
  }
}

/** Why a response of `length` tokens that ends with `lastId` stops there; null if it continues. */
type StopRule = (length: number, lastId: number | undefined) => FinishReason | null;

function stopRule(lm: CausalLM, promptLength: number, maxTokens: number, signal: AbortSignal | undefined): StopRule {
  const eos = new Set(lm.eosTokenIds);
  const room = lm.contextLength - promptLength;
  return (length, lastId) => {
    if (lastId !== undefined && eos.has(lastId)) return "eos";
    if (length >= maxTokens) return "length";
    if (length >= room) return "context";
    return signal?.aborted ? "cancelled" : null;
  };
}

async function keepRows<Cache extends LmCache>(lm: CausalLM<Cache>, cache: Cache, rows: number[]): Promise<Cache> {
  if (rows.length === cache.rows && rows.every((row, i) => row === i)) return cache;
  const kept = await lm.selectRows(cache, rows);
  cache.dispose();
  return kept;
}
