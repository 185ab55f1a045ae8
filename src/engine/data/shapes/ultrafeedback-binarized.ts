import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { comparison, extrasOf, figure, preferenceExtras, provenance } from "./fields.ts";
import { messages } from "./said.ts";
import { shape } from "./shape.ts";
import { sidesOf } from "./sides.ts";

/** UltraFeedback, binarized: the conversations repeat the prompt, and the scores give the margin. */
export const ultraFeedbackBinarized = shape({
  id: "ultrafeedback-binarized",
  name: msg("UltraFeedback, binarized"),
  claims: (record) =>
    typeof record.prompt === "string" &&
    Array.isArray(record.chosen) &&
    ["score_chosen", "prompt_id"].some((key) => key in record),
  fields: v.object({
    prompt: v.string(),
    prompt_id: provenance.id,
    chosen: messages,
    rejected: messages,
    score_chosen: v.nullish(figure),
    score_rejected: v.nullish(figure),
    ...preferenceExtras,
  }),
  // `messages` repeats the conversation with the chosen answer; in SimPO's and Snorkel's sets the pair is the best and the worst of
  // all the responses, by their scores.
  ignores: ["messages", "all_generated_responses"],
  read({ prompt, prompt_id, chosen, rejected, score_chosen, score_rejected, ...extras }) {
    const scored = score_chosen != null && score_rejected != null;
    const margin = extras.margin ?? (scored ? score_chosen - score_rejected : null);
    const fields = extrasOf({ ...extras, margin, id: extras.id ?? prompt_id });
    return comparison(sidesOf(prompt, chosen, rejected), fields);
  },
});
