import { PlaygroundError } from "../errors.ts";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * The ids training cannot do without: the token that ends a response, whose reward is the outcome, and another one to fill
 * up rows with. In many hub tokenizers the two are the same, and programs that look for the first padding then score the
 * wrong token. Here rows are padded on the right and masked by their length, so that any other token fills them as well.
 * @throws PlaygroundError where no token ends a text
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

/** An id that every vocabulary has. */
function otherThan(id: number): number {
  return id === 0 ? 1 : 0;
}
