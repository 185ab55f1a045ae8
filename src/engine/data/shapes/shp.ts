import * as v from "valibot";
import { Misfit } from "../misfit.ts";
import { extrasOf, figure, provenance } from "./fields.ts";
import { has, shape } from "./shape.ts";
import { decided } from "./winner.ts";

/** Stanford's SHP: two comments on a post; `labels` is 1 if comment A is the better one, else 0. */
export const shp = shape({
  id: "shp",
  name: "SHP",
  claims: (record) => has(record, "human_ref_A") && has(record, "human_ref_B"),
  fields: v.object({
    post_id: v.nullish(provenance.id.wrapped),
    history: v.string(),
    human_ref_A: v.string(),
    human_ref_B: v.string(),
    labels: v.picklist([0, 1]),
    score_A: v.nullish(figure),
    score_B: v.nullish(figure),
    ...provenance,
  }),
  read({ history: prompt, human_ref_A, human_ref_B, labels, post_id, score_A, score_B, ...extras }) {
    const better = labels === 1 ? 0 : 1;
    const answers = [human_ref_A, human_ref_B] as const;
    const agrees = score_A == null || score_B == null || score_A === score_B || score_A > score_B === (labels === 1);
    if (!agrees) {
      const expected = `what score_A (${score_A}) and score_B (${score_B}) say: the record says two things`;
      throw new Misfit({ field: "labels", expected, found: `${labels}` });
    }
    const fields = ["human_ref_A", "human_ref_B"] as const;
    return decided({ prompt, answers, fields, better }, extrasOf({ ...extras, id: extras.id ?? post_id }));
  },
});
