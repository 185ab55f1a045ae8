import { PlaygroundError } from "../errors.ts";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * The ids training cannot do without: the token that ends a response, whose reward is the outcome, and one to fill up
 * rows with. Rows are padded on the right and masked by their length, so the two may be the same, as they are in many
 * hub tokenizers: which token is scored is never told by its id.
 * @throws PlaygroundError where no token ends a text
 */
export function trainingIds({ eosId, padId }: Pick<Tokenizer, "eosId" | "padId">): { eosId: number; padId: number } {
  if (eosId !== null) return { eosId, padId: padId ?? eosId };
  throw new PlaygroundError({
    what: "The tokenizer cannot be trained with",
    where: "tokenizer_config.json, eos_token",
    expected: "a token that ends a text",
    found: "none",
    fix: "Name the model's end token in tokenizer_config.json, or its id in config.json.",
  });
}
