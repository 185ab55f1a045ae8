import { PlaygroundError } from "../errors.ts";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * The ids that training needs: the token that ends a response, whose reward is the outcome reward, and another token
 * for padding. In many hub tokenizers the two are the same, and programs that search for the first padding token then
 * score the wrong token. Here rows are padded on the right and masked by their length, so that any other token serves
 * as padding.
 * @throws PlaygroundError if the tokenizer has no token that ends a text
 */
export function trainingIds({ eosId, padId }: Pick<Tokenizer, "eosId" | "padId">): { eosId: number; padId: number } {
  if (eosId !== null) return { eosId, padId: padId === null || padId === eosId ? otherThan(eosId) : padId };
  throw new PlaygroundError({
    what: "The tokenizer cannot be trained with",
    where: "tokenizer_config.json, eos_token",
    expected: "a token that ends a text",
    found: "none",
    fix: "Name the model's end token in tokenizer_config.json, or its id in config.json.",
  });
}

/** An id that differs from `id` and exists in every vocabulary. */
function otherThan(id: number): number {
  return id === 0 ? 1 : 0;
}
