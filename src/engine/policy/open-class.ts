import { Tokenizer } from "../tokenizer/tokenizer.ts";
import {
  type ClassSettings,
  POLICY_CONTEXT,
  wordProblems,
  worldTokenizerConfig,
  worldTokenizerJson,
} from "../world/index.ts";
import { ClassLM } from "./class-lm.ts";

/** The tokenizer of the embedded world. */
export function worldTokenizer(): Tokenizer {
  return new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(POLICY_CONTEXT));
}

/** The class of students as a policy, with the embedded world's tokenizer. */
export function classPolicy(settings?: ClassSettings): { tokenizer: Tokenizer; lm: ClassLM } {
  const tokenizer = worldTokenizer();
  return { tokenizer, lm: new ClassLM(wordProblems, tokenizer, POLICY_CONTEXT, settings) };
}
