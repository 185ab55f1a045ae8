import { PlaygroundError } from "../errors.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import type { Judge } from "../reward/reward-model.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { RewardCache } from "./scoring.ts";

/** A reward model that is ready to score. */
export interface OpenedReward {
  id: string;
  name: string;
  model: Pick<Judge, "processRewardsOf" | "prefixByPrefix">;
  tokenizer: Tokenizer;
  contextLength: number;
  /** Rewards that this model has already computed. */
  cache: RewardCache;
}

/**
 * An opened language model: the generator, whose probabilities rewards are compared with, or the policy that writes
 * responses.
 */
export interface OpenedPolicy {
  name: string;
  lm: CausalLM;
  tokenizer: Tokenizer;
}

/** The tokenizer and context that all models of an evaluation share. */
export interface Reader {
  tokenizer: Tokenizer;
  /** Tokens of the longest sequence that every model accepts. */
  contextLength: number;
}

/**
 * The shared tokenizer of the models and their shortest context.
 * @param models at least one model
 * @throws PlaygroundError naming the first model with another vocabulary
 */
export function sharedReader(models: readonly (OpenedReward | OpenedPolicy)[]): Reader {
  const [first, ...others] = models as [OpenedReward | OpenedPolicy, ...(OpenedReward | OpenedPolicy)[]];
  const stranger = others.find(({ tokenizer }) => !tokenizer.sharesVocabularyWith(first.tokenizer));
  if (stranger) {
    throw new PlaygroundError({
      what: `${stranger.name} has another vocabulary than ${first.name}, so their tokens and prefixes cannot be held against each other`,
      where: stranger.name,
      expected: `the ${first.tokenizer.vocabSize} tokens of ${first.name}`,
      found: `${stranger.tokenizer.vocabSize} tokens, or the same number under other ids`,
      fix: "Take models of one vocabulary at a time.",
    });
  }
  const lengths = models.map((model) => ("lm" in model ? model.lm.contextLength : model.contextLength));
  return { tokenizer: first.tokenizer, contextLength: Math.min(...lengths) };
}
