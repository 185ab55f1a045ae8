import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { asMessages } from "../../tokenizer/conversation.ts";
import type { LabelledResponse } from "../record.ts";
import { provenance, provenanceOf, truth } from "./fields.ts";
import { said } from "./said.ts";
import { has, shape } from "./shape.ts";
import { answerTo, before, promptOf } from "./sides.ts";

/** TRL, unpaired: a completion and whether it is good; without a label, a completion to be scored. */
export const trlUnpaired = shape({
  id: "trl-unpaired",
  name: msg("TRL, unpaired"),
  claims: (record) => has(record, "completion"),
  fields: v.object({ prompt: said, completion: said, label: v.nullish(truth), ...before, ...provenance }),
  read({ prompt, completion, label, ...extras }) {
    const labelled = { kind: "response", correct: label ?? null, ...provenanceOf(extras) } as const;
    const asked = promptOf(prompt, extras);
    if (typeof asked === "string" && typeof completion === "string") {
      return { ...labelled, prompt: asked, response: completion };
    }
    const question = asMessages(asked, "user");
    const response = answerTo(question, asMessages(completion, "assistant"), "completion");
    return { ...labelled, prompt: question, response };
  },
});

export function writeTrlUnpaired({ kind, prompt, response, correct, ...extras }: LabelledResponse): object {
  return { prompt, completion: response, ...(correct !== null && { label: correct }), ...extras };
}
