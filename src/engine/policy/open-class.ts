import { Tokenizer } from "../tokenizer/tokenizer.ts";
import {
  type ClassSettings,
  POLICY_CONTEXT,
  wordProblems,
  worldTokenizerConfig,
  worldTokenizerJson,
} from "../world/index.ts";
import { ClassLM } from "./class-lm.ts";

/** The tokenizer of the embedded world, as its checkpoints have it. */
export function worldTokenizer(): Tokenizer {
  return new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(POLICY_CONTEXT));
}

/** The class of students where a policy is wanted: the embedded world's, with its tokenizer. */
export function classPolicy(settings?: ClassSettings): { tokenizer: Tokenizer; lm: ClassLM } {
  const tokenizer = worldTokenizer();
  return { tokenizer, lm: new ClassLM(wordProblems, tokenizer, POLICY_CONTEXT, settings) };
}
