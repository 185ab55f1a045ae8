import * as v from "valibot";
import { Misfit } from "../misfit.ts";
import { extrasOf, provenance } from "./fields.ts";
import { shape } from "./shape.ts";
import { decided } from "./winner.ts";

/** OpenAI's summarize-from-feedback: two summaries of a post or an article, and the index of the better one. */
export const summarizeFeedback = shape({
  id: "summarize-from-feedback",
  name: "summarize-from-feedback",
  claims: ({ summaries, choice }) => Array.isArray(summaries) && choice != null,
  fields: v.object({
    info: v.object({
      post: v.nullish(v.string()),
      article: v.nullish(v.string()),
      id: v.nullish(provenance.id.wrapped),
    }),
    summaries: v.pipe(v.array(v.object({ text: v.string() })), v.length(2, "two summaries")),
    choice: v.picklist([0, 1]),
    ...provenance,
  }),
  ignores: ["info.title", "summaries.note", "extra"],
  read({ info, summaries, choice: better, ...extras }) {
    const prompt = info.post ?? info.article;
    if (prompt == null) throw new Misfit({ field: "info.post", expected: "a post, or an article", found: "none" });
    const [first, second] = summaries.map(({ text }) => text) as [string, string];
    return decided(
      { prompt, answers: [first, second], fields: ["summaries.0.text", "summaries.1.text"], better },
      extrasOf({ ...extras, id: extras.id ?? info.id }),
    );
  },
});
