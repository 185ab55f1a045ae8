import { stepTokens } from "../data/step-tokens.ts";
import type { CausalLM, LmCache } from "../policy/causal-lm.ts";
import { generate } from "../policy/generate.ts";
import { deriveSeed } from "../random.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Problem, World } from "../world/world.ts";

/**
 * V̂ of a prefix of a response: how many of K roll-outs, which a policy samples on from the prefix at temperature 1,
 * end with the right answer. V̂ = successes / rollouts estimates V_t = P(right | x, y_1..y_t).
 */
export interface ValueEstimate {
  /** Index of the prefix's last response token; −1 is the end of the prompt. */
  position: number;
  successes: number;
  rollouts: number;
}

export interface ValueSettings {
  /** Roll-outs per prefix (K). */
  rollouts: number;
  /** The largest number of response tokens, those of the prefix included. */
  maxTokens: number;
  seed: number;
}

export interface ValueOptions {
  /** Estimates that were measured earlier, by `prefixKey`; new estimates are added to the map. */
  known?: Map<string, ValueEstimate>;
  /** Called with every estimate when it is ready. */
  onEstimate?: ((estimate: ValueEstimate) => void) | undefined;
  /** Aborting ends the measurement; the current prefix is dropped. */
  signal?: AbortSignal | undefined;
}

/** Prefixes to measure: the ends of prompt and steps, or the prompt and every token. */
export type ValuePoints = "steps" | "tokens";

/** The positions of a response to measure, ascending from −1 (the end of the prompt). */
export function valuePositions(
  tokenizer: Tokenizer,
  world: World,
  responseIds: readonly number[],
  points: ValuePoints,
): number[] {
  if (points === "tokens") return [-1, ...responseIds.keys()];
  const spans = stepTokens(tokenizer, responseIds, world.parseSteps(tokenizer.decode(responseIds)));
  return [-1, ...spans.flatMap((span) => (span ? [span.to - 1] : []))];
}

/**
 * Measures V̂ of a response at the given positions. The seed of a prefix's roll-outs depends on the prefix alone, so
 * its roll-outs are the same in every response that begins with it, in any order of prefixes.
 */
export async function measureValues<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  tokenizer: Tokenizer,
  world: World,
  problem: Problem,
  { promptIds, responseIds }: PromptedResponse,
  positions: readonly number[],
  { rollouts, maxTokens, seed }: ValueSettings,
  { known = new Map(), onEstimate, signal }: ValueOptions = {},
): Promise<ValueEstimate[]> {
  const estimates: ValueEstimate[] = [];
  for (const position of positions) {
    const prefix = responseIds.slice(0, position + 1);
    const key = prefixKey(promptIds, prefix);
    const estimate = known.get(key) ?? { position, successes: await successes(prefix, key), rollouts };
    // An abort cuts roll-outs short: they must not be counted.
    if (signal?.aborted) break;
    known.set(key, estimate);
    estimates.push(estimate);
    onEstimate?.(estimate);
  }
  return estimates;

  async function successes(prefix: readonly number[], key: string): Promise<number> {
    const settings = { temperature: 1, topK: 0, topP: 1, maxTokens, seed: deriveSeed(seed, key) };
    const samples = await generate(lm, promptIds, settings, { samples: rollouts, prefix, signal });
    return samples.filter(({ ids }) => world.verify(problem, tokenizer.decode(ids)).correct).length;
  }
}

export function prefixKey(promptIds: readonly number[], prefix: readonly number[]): string {
  return `${promptIds.join(" ")} : ${prefix.join(" ")}`;
}
