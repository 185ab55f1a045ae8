import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import type { Comparison, ImportedPreference } from "../record.ts";
import { comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { said } from "./said.ts";
import { has, shape } from "./shape.ts";
import { before, promptOf, sidesOf } from "./sides.ts";

/** A pair with its prompt; each of the three is a text or messages. */
export const fieldsOfPair = v.object({ prompt: said, chosen: said, rejected: said, ...before, ...preferenceExtras });

export function readPair({ prompt, chosen, rejected, ...extras }: v.InferOutput<typeof fieldsOfPair>): Comparison {
  return comparison(sidesOf(promptOf(prompt, extras), chosen, rejected), extrasOf(extras));
}

/** TRL with explicit prompt, as texts or as conversations. */
export const trlExplicit = shape({
  id: "trl-explicit",
  name: msg("TRL, explicit prompt"),
  claims: (record) => has(record, "prompt") && (has(record, "chosen") || has(record, "rejected")),
  fields: fieldsOfPair,
  read: readPair,
});

export function writeTrlPreference({ prompt, chosen, rejected, ...extras }: ImportedPreference): object {
  return { prompt, chosen, rejected, ...extras };
}
