import type { Checkpoint, TextSide } from "../checkpoint/checkpoint.ts";
import { endOfTurn } from "../tokenizer/end-of-turn.ts";

/** The config, tokenizer and generation settings that say where a policy stops. */
export type Stops = Pick<TextSide, "config" | "tokenizer"> & Pick<Checkpoint, "generationConfigJson">;

/**
 * The tokens at which a policy stops: those that `generation_config.json` names, as in Transformers. If it names none, those
 * of `config.json` and the token with which the chat template ends an answer: many configs name the end of a whole text
 * alone, and the policy would write the person's next turn.
 */
export function stopTokens({ config: { eosTokenIds }, generationConfigJson, tokenizer }: Stops): number[] {
  if (generationConfigJson?.eos_token_id != null || !tokenizer) return eosTokenIds;
  const end = endOfTurn(tokenizer);
  return end === null ? eosTokenIds : [...new Set([...eosTokenIds, end])];
}
