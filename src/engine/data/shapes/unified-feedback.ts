import * as v from "valibot";
import { extrasOf, figure, preferenceExtras } from "./fields.ts";
import { messages } from "./said.ts";
import { has, shape } from "./shape.ts";
import { decided, higher } from "./winner.ts";

/** Unified-Feedback: two conversations with a rating each. */
export const unifiedFeedback = shape({
  id: "unified-feedback",
  name: "Unified-Feedback",
  claims: (record) => has(record, "conv_A") && has(record, "conv_A_rating"),
  fields: v.object({
    conv_A: messages,
    conv_B: messages,
    conv_A_rating: figure,
    conv_B_rating: figure,
    ...preferenceExtras,
  }),
  read({ conv_A, conv_B, conv_A_rating, conv_B_rating, ...extras }) {
    const better = higher(conv_A_rating, conv_B_rating);
    return decided({ prompt: null, answers: [conv_A, conv_B], fields: ["conv_A", "conv_B"], better }, extrasOf(extras));
  },
});
