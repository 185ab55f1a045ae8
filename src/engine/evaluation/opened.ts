import type { TextReader } from "../data/record-tokens.ts";
import { PlaygroundError } from "../errors.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import type { Scorer } from "../reward/judge.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { RewardCache } from "./scoring.ts";

/** A reward model that is ready to score. */
export interface OpenedReward {
  id: string;
  name: string;
  model: Scorer;
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

/** The tokenizer and context that the models of an evaluation share which read tokens. */
export interface Reader {
  tokenizer: Tokenizer;
  /** Tokens of the longest sequence that every one of them accepts. */
  contextLength: number;
  /** The tokenizers and contexts of the judges that read texts by themselves. */
  others?: readonly TextReader[];
}

/**
 * The shared tokenizer of the models and their shortest context. Judges of texts have a vocabulary of their own; if there are
 * no other models, the first one's tokens are what prefixes are counted in.
 * @param models at least one model
 * @throws PlaygroundError naming the first model with another vocabulary
 */
export function sharedReader(models: readonly (OpenedReward | OpenedPolicy)[]): Reader {
  const readers = models.filter((model) => !textReaderOf(model));
  const [first, ...others] = (readers.length > 0 ? readers : models.slice(0, 1)) as [
    OpenedReward | OpenedPolicy,
    ...(OpenedReward | OpenedPolicy)[],
  ];
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
  const lengths = [first, ...others].map((model) => ("lm" in model ? model.lm.contextLength : model.contextLength));
  return {
    tokenizer: first.tokenizer,
    contextLength: Math.min(...lengths),
    others: models.flatMap((model) => textReaderOf(model) ?? []),
  };
}

function textReaderOf(model: OpenedReward | OpenedPolicy): TextReader | null {
  if ("lm" in model || !model.model.byText) return null;
  return { tokenizer: model.model.byText.tokenizer, contextLength: model.contextLength };
}
