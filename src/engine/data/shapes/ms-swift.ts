import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { asMessages } from "../../tokenizer/conversation.ts";
import { excerpt, Misfit } from "../misfit.ts";
import { comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { messages, said } from "./said.ts";
import { has, shape } from "./shape.ts";
import { before, promptOf, sidesOf, splitConversations } from "./sides.ts";

/** ms-swift: a conversation that ends in the better answer; and another answer, alone or as a whole conversation. */
export const msSwift = shape({
  id: "ms-swift",
  name: msg("ms-swift"),
  claims: (record) => has(record, "messages") && (has(record, "rejected_response") || has(record, "rejected_messages")),
  fields: v.object({
    messages,
    system: before.system,
    rejected_response: v.nullish(said),
    rejected_messages: v.nullish(messages),
    ...preferenceExtras,
  }),
  read({ messages: conversation, system, rejected_response, rejected_messages, ...extras }) {
    const field = rejected_messages == null ? "rejected_response" : "rejected_messages";
    if (rejected_messages != null) {
      if (rejected_response != null) {
        throw new Misfit({
          field: "rejected_response",
          expected: "nothing beside rejected_messages",
          found: "an answer",
        });
      }
      const { prompt, ...sides } = splitConversations(conversation, rejected_messages, ["messages", field]);
      return comparison({ prompt: promptOf(prompt, { system }), ...sides }, extrasOf(extras));
    }
    const [prompt, answer] = [conversation.slice(0, -1), conversation.slice(-1)];
    if (answer[0]?.role !== "assistant" || prompt.length === 0) {
      const expected = "a question, and an answer of the assistant last";
      throw new Misfit({ field: "messages", expected, found: excerpt(answer[0]?.role) });
    }
    const rejected = asMessages(rejected_response ?? "", "assistant");
    return comparison(sidesOf(promptOf(prompt, { system }), answer, rejected, ["messages", field]), extrasOf(extras));
  },
});

/** ms-swift's older format of pairs. */
export const msSwiftQuery = shape({
  id: "ms-swift-query",
  name: msg("ms-swift, query and response"),
  claims: (record) => has(record, "query") && has(record, "response") && has(record, "rejected_response"),
  fields: v.object({
    query: v.string(),
    response: v.string(),
    rejected_response: v.string(),
    ...before,
    ...preferenceExtras,
  }),
  read: ({ query, response, rejected_response, ...extras }) =>
    comparison(
      sidesOf(promptOf(query, extras), response, rejected_response, ["response", "rejected_response"]),
      extrasOf(extras),
    ),
});
