import type { TextSide } from "../checkpoint/checkpoint.ts";
import { PlaygroundError } from "../errors.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { wordProblems } from "../world/index.ts";
import { vocabulary } from "../world/vocabulary.ts";
import { CLASS_NAME } from "./class-entry.ts";
import { ClassLM } from "./class-lm.ts";

/** The class of students where a checkpoint could stand: it reads and writes the tokens of a policy, and has no weights. */
export interface ClassModel extends TextSide {
  weights: null;
}

/** @param policy whose config and tokenizer it has */
export function classModel(policy: TextSide): ClassModel {
  return { name: CLASS_NAME, config: policy.config, tokenizer: policy.tokenizer, weights: null };
}

/** @throws PlaygroundError where the tokens are not those of the embedded world */
export function openClass(text: TextSide): ClassLM {
  const tokenizer = checkpointTokenizer(text);
  if (hasWorldVocabulary(tokenizer)) return new ClassLM(wordProblems, tokenizer, text.config.contextLength);
  throw new PlaygroundError({
    what: "The class of students writes the words of the embedded world, and this tokenizer has others",
    where: text.name,
    expected: `the ${vocabulary.length} tokens of the embedded world`,
    found: `${tokenizer.vocabSize} tokens, not all of them the same`,
    fix: "Choose another policy or generator, or put the checkpoints of this version of the playground in place.",
  });
}

/** Whether a tokenizer gives every word of the embedded world the id that the world gives it. */
export function hasWorldVocabulary(tokenizer: Tokenizer): boolean {
  return tokenizer.vocabSize === vocabulary.length && vocabulary.every((word, id) => tokenizer.tokenText(id) === word);
}

/** What is said to whoever wants to train on the class. */
export function classNotTrainable(): PlaygroundError {
  return new PlaygroundError({
    what: "The class of students cannot be trained on: it is an exact distribution without weights",
    where: CLASS_NAME,
    expected: "a checkpoint with safetensors",
    found: "the class of students, which only writes",
    fix: "Choose the policy that learned from it, or another one.",
  });
}
