import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import type { JsonObject } from "../../checkpoint/json.ts";
import { CHATS, PROMPTS } from "./prompt-keys.ts";
import { type Names, renamed } from "./renamed.ts";
import { has, shape, type Undecided } from "./shape.ts";
import { fieldsOfPair, readPair } from "./trl-explicit.ts";
import { NO_WINNER } from "./winner.ts";

/** Names of the keys of the better and the worse answer. */
const SIDES = [
  ["chosen", "rejected"],
  ["chosen_response", "rejected_response"],
  ["response_chosen", "response_rejected"],
  ["chosen_answer", "rejected_answer"],
  ["chosen_output", "rejected_output"],
  ["response_j", "response_k"],
  ["preferred", "dispreferred"],
  ["preferred_output", "non_preferred_output"],
  ["preferred_response", "dispreferred_response"],
  ["accepted", "rejected"],
] as const;

/** Other names of the key of the system message. */
const SYSTEMS = ["system_prompt", "system_message"];

/**
 * A pair whose prompt is under one of several keys, with or without a system message: Intel's orca pairs, Argilla's
 * sets, axolotl's, stack-exchange-paired.
 */
export const namedPair = renamed({
  id: "named-pair",
  name: msg("Pair with a prompt of another name"),
  namesOf,
  to: shape({
    id: "pair",
    name: msg("Pair"),
    claims: () => false,
    // What became of a pair when distilabel judged it again. Other programs tell by such a key that a record is to be left out.
    fields: v.object({ ...fieldsOfPair.entries, status: v.nullish(v.picklist(["unchanged", "swapped", "tie"])) }),
    // distilabel's notes on how it chose, and the pair's earlier form.
    ignores: [
      ...["generations", "order", "labelling_prompt", "raw_labelling_response", "rationale"],
      ...["original_chosen", "original_rejected"],
    ],
    read: ({ status, ...pair }) =>
      status === "tie" ? ({ kind: "undecided", why: NO_WINNER } satisfies Undecided) : readPair(pair),
  }),
});

function namesOf(record: JsonObject): Names | null {
  const sides = SIDES.find(([better, worse]) => has(record, better) && has(record, worse));
  const prompt = [...PROMPTS, ...CHATS].find((key) => has(record, key) && record[key] !== "");
  if (!sides || !prompt) return null;
  const system = SYSTEMS.find((key) => has(record, key) && !has(record, "system"));
  return { prompt, chosen: sides[0], rejected: sides[1], ...(system && { system }) };
}
