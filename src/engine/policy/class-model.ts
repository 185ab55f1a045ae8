import type { TextSide } from "../checkpoint/checkpoint.ts";
import { PlaygroundError } from "../errors.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { wordProblems } from "../world/index.ts";
import { vocabulary } from "../world/vocabulary.ts";
import { CLASS_NAME } from "./class-entry.ts";
import { ClassLM } from "./class-lm.ts";

/** The class of students in the place of a checkpoint: it has a policy's config and tokenizer, and no weights. */
export interface ClassModel extends TextSide {
  weights: null;
}

/** @param policy the policy whose config and tokenizer the class takes over */
export function classModel(policy: TextSide): ClassModel {
  return { name: CLASS_NAME, config: policy.config, tokenizer: policy.tokenizer, weights: null };
}

/** @throws PlaygroundError if the tokens are not those of the embedded world */
export function openClass(text: TextSide): ClassLM {
  const tokenizer = checkpointTokenizer(text);
  if (hasWorldVocabulary(tokenizer)) return new ClassLM(wordProblems, tokenizer, text.config.contextLength);
  throw new PlaygroundError({
    what: "The class of students writes the words of the embedded world, which this tokenizer does not have",
    where: text.name,
    expected: `the ${vocabulary.length} tokens of the embedded world`,
    found: `${tokenizer.vocabSize} tokens, not all of them the same`,
    fix: "Choose another policy or generator, or put the checkpoints of this version of the playground in place.",
  });
}

/** Whether a tokenizer gives every word of the embedded world the world's id. */
export function hasWorldVocabulary(tokenizer: Tokenizer): boolean {
  return tokenizer.vocabSize === vocabulary.length && vocabulary.every((word, id) => tokenizer.tokenText(id) === word);
}

/** The error for an attempt to train on the class. */
export function classNotTrainable(): PlaygroundError {
  return new PlaygroundError({
    what: "The class of students cannot be trained on: it is an exact distribution without weights",
    where: CLASS_NAME,
    expected: "a checkpoint with safetensors",
    found: "the class of students, which only writes",
    fix: "Choose the policy that learned from the class, or another model.",
  });
}
