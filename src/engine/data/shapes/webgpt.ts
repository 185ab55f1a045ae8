import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { extrasOf, figure, provenance } from "./fields.ts";
import { has, shape } from "./shape.ts";
import { decided, higher } from "./winner.ts";

/** OpenAI's WebGPT comparisons: two answers with a score each; equal scores decide nothing. */
export const webGpt = shape({
  id: "webgpt",
  name: msg("WebGPT comparisons"),
  claims: ({ question, ...record }) =>
    typeof question === "object" && question !== null && "full_text" in question && has(record, "answer_0"),
  fields: v.object({
    question: v.object({ full_text: v.string(), id: v.nullish(provenance.id.wrapped) }),
    answer_0: v.string(),
    answer_1: v.string(),
    score_0: figure,
    score_1: figure,
    ...provenance,
  }),
  // Pages that were read before answering; the answer quotes from them.
  ignores: ["quotes_0", "quotes_1", "tokens_0", "tokens_1"],
  read({ question, answer_0, answer_1, score_0, score_1, ...extras }) {
    const better = higher(score_0, score_1);
    const answers = [answer_0, answer_1] as const;
    const id = extras.id ?? question.id;
    return decided(
      { prompt: question.full_text, answers, fields: ["answer_0", "answer_1"], better },
      extrasOf({ ...extras, id }),
    );
  },
});
