import { stepTokens } from "../data/step-tokens.ts";
import type { CausalLM, LmCache } from "../policy/causal-lm.ts";
import { generate } from "../policy/generate.ts";
import { deriveSeed } from "../random.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Problem, World } from "../world/world.ts";

/**
 * V̂ at a prefix of a response: of so many roll-outs of a policy, sampling on from there at temperature 1, how many
 * ended at the right answer. V̂ = successes / rollouts, an estimate of V_t = P(right | x, y_1..y_t).
 */
export interface ValueEstimate {
  /** Index of the prefix's last response token; −1 is the end of the prompt. */
  position: number;
  successes: number;
  rollouts: number;
}

export interface ValueSettings {
  /** K, roll-outs a prefix. */
  rollouts: number;
  /** Response tokens at most, prefix included. */
  maxTokens: number;
  seed: number;
}

export interface ValueOptions {
  /** Estimates of prefixes measured before, by `prefixKey`; new ones are added. */
  known?: Map<string, ValueEstimate>;
  /** Called for every estimate as it comes. */
  onEstimate?: ((estimate: ValueEstimate) => void) | undefined;
  /** Aborting ends the measurement; the prefix at work is dropped. */
  signal?: AbortSignal | undefined;
}

/** Where to measure: at the end of the prompt and of every step, or also at every token in between. */
export type ValuePoints = "steps" | "tokens";

/** The positions of a response, ascending, −1 first. */
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
 * Measures V̂ of a response at the given positions. The roll-outs of a prefix are the same whichever response it begins
 * and in whatever order prefixes come: their seed is the prefix's own.
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
    // Roll-outs that were cut short say nothing.
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
