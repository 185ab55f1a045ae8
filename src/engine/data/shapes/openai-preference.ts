import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { messages, said } from "./said.ts";
import { has, shape } from "./shape.ts";
import { sidesOf } from "./sides.ts";

/** OpenAI's files for preference fine-tuning. */
export const openAiPreference = shape({
  id: "openai-preference",
  name: msg("OpenAI, preference"),
  claims: (record) => has(record, "preferred_output") && has(record, "non_preferred_output") && has(record, "input"),
  fields: v.object({
    input: v.object({ messages }),
    preferred_output: said,
    non_preferred_output: said,
    ...preferenceExtras,
  }),
  ignores: ["input.tool_choice"],
  read({ input, preferred_output, non_preferred_output, ...extras }) {
    const names = ["preferred_output", "non_preferred_output"] as const;
    return comparison(sidesOf(input.messages, preferred_output, non_preferred_output, names), extrasOf(extras));
  },
});
