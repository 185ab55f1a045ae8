import type { TextSide } from "../checkpoint/checkpoint.ts";
import { PlaygroundError } from "../errors.ts";
import { checkSameVocabulary } from "../tokenizer/checkpoint-tokenizer.ts";
import { pairLength, type TokenPair } from "./pairs.ts";

/**
 * Holds a generator against the reward model whose edges it is to weigh.
 * @throws PlaygroundError where it reads other tokens than the reward model, or its context is shorter than a pair
 */
export function checkGenerator(generator: TextSide, base: TextSide, pairs: readonly TokenPair[]): void {
  checkSameVocabulary(generator, base, "The generator's vocabulary is not the reward model's");
  const { contextLength } = generator.config;
  const place = pairs.findIndex((pair) => pairLength(pair) > contextLength);
  if (place < 0) return;
  throw new PlaygroundError({
    what: "A response is longer than the generator's context",
    where: `${generator.name}, pair ${place + 1}`,
    expected: `at most ${contextLength} tokens`,
    found: `${pairLength(pairs[place] as TokenPair)} tokens`,
    fix: "Choose a generator with a longer context, or shorter pairs.",
  });
}
