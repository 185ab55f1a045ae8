import * as v from "valibot";
import { extrasOf, provenance } from "./fields.ts";
import { has, shape } from "./shape.ts";
import { decided } from "./winner.ts";

/** PKU-SafeRLHF: two responses and the number of the more helpful one. Which response is safer is not read. */
export const pkuSafeRlhf = shape({
  id: "pku-saferlhf",
  name: "PKU-SafeRLHF",
  claims: (record) => has(record, "better_response_id") && has(record, "response_0"),
  fields: v.object({
    prompt: v.string(),
    response_0: v.string(),
    response_1: v.string(),
    better_response_id: v.picklist([0, 1]),
    ...provenance,
  }),
  ignores: ["response_0_harm_category", "response_1_harm_category"],
  read({ prompt, response_0, response_1, better_response_id: better, ...extras }) {
    const answers = [response_0, response_1] as const;
    return decided({ prompt, answers, fields: ["response_0", "response_1"], better }, extrasOf(extras));
  },
});
