import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import type { Message, TextOrChat } from "../../tokenizer/conversation.ts";
import { extrasOf, provenance } from "./fields.ts";
import { said } from "./said.ts";
import { has, shape } from "./shape.ts";
import { decided, leaning } from "./winner.ts";

const TURN = /\n?<extra_id_1>(User|Assistant)\n/;

/** From −3, "response 1 is much better", to 3, "response 2 is much better". */
const strength = v.picklist([-3, -2, -1, 0, 1, 2, 3]);

/** Fields left out on purpose: the annotators' reasons, and how their votes became the strength. */
const ignores = [
  ...["preference_statement", "preference_elaboration", "three_most_similar_preferences"],
  ...["all_preferences_unprocessed", "individual_preference"],
];

/**
 * NVIDIA's HelpSteer2: two responses and how strongly the second is preferred; a negative strength prefers the first.
 */
export const helpSteer2Preference = shape({
  id: "helpsteer2-preference",
  name: msg("HelpSteer2, preference"),
  claims: (record) => has(record, "preference_strength"),
  fields: v.object({
    prompt: said,
    response_1: said,
    response_2: said,
    preference_strength: strength,
    ...provenance,
  }),
  ignores,
  read({ prompt, response_1, response_2, preference_strength, ...extras }) {
    const answers = [response_1, response_2] as const;
    const better = leaning(preference_strength);
    const fields = ["response_1", "response_2"] as const;
    return decided({ prompt: inTurns(prompt), answers, fields, better }, extrasOf(extras));
  },
});

/** HelpSteer3: as HelpSteer2, with a conversation before the responses. */
export const helpSteer3Preference = shape({
  id: "helpsteer3-preference",
  name: msg("HelpSteer3, preference"),
  claims: (record) => has(record, "overall_preference") && has(record, "response1"),
  fields: v.object({ context: said, response1: said, response2: said, overall_preference: strength, ...provenance }),
  ignores,
  read({ context: prompt, response1, response2, overall_preference, ...extras }) {
    const answers = [response1, response2] as const;
    const better = leaning(overall_preference);
    return decided({ prompt, answers, fields: ["response1", "response2"], better }, extrasOf(extras));
  },
});

/** Splits a prompt of several turns at the marks between the turns. */
function inTurns(prompt: TextOrChat): TextOrChat {
  if (typeof prompt !== "string" || !TURN.test(prompt)) return prompt;
  const [first = "", ...rest] = prompt.split(TURN);
  const turns = rest.flatMap((part, i): Message[] => {
    if (i % 2 === 1) return [];
    return [{ role: part === "User" ? "user" : "assistant", content: rest[i + 1] ?? "" }];
  });
  return [{ role: "user", content: first }, ...turns];
}
