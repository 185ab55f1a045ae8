import type { TextSide } from "../checkpoint/checkpoint.ts";
import { PlaygroundError } from "../errors.ts";
import { checkSameVocabulary } from "../tokenizer/checkpoint-tokenizer.ts";
import { type Example, pairLength } from "./pairs.ts";

/**
 * Checks that a generator can weigh the edges of a reward model's examples.
 * @throws PlaygroundError if it reads other tokens than the reward model, or its context is shorter than an example
 */
export function checkGenerator(generator: TextSide, base: TextSide, examples: readonly Example[]): void {
  checkSameVocabulary(generator, base, "The generator's vocabulary is not the reward model's");
  const { contextLength } = generator.config;
  const place = examples.findIndex((example) => pairLength(example) > contextLength);
  if (place < 0) return;
  throw new PlaygroundError({
    what: "A response is longer than the generator's context",
    where: `${generator.name}, record ${place + 1}`,
    expected: `at most ${contextLength} tokens`,
    found: `${pairLength(examples[place] as Example)} tokens`,
    fix: "Choose a generator with a longer context, or shorter responses.",
  });
}
