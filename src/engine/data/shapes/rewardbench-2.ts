import * as v from "valibot";
import { comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { has, shape } from "./shape.ts";

const responses = v.pipe(v.array(v.string()), v.minLength(1));

/**
 * RewardBench 2: every chosen response is better than every rejected response; records of Ties have several chosen
 * responses.
 */
export const rewardBench2 = shape({
  id: "rewardbench-2",
  name: "RewardBench 2",
  claims: (record) => has(record, "num_correct"),
  fields: v.object({ prompt: v.string(), chosen: responses, rejected: responses, ...preferenceExtras }),
  read: ({ prompt, chosen, rejected, ...extras }) => comparison({ prompt, chosen, rejected }, extrasOf(extras)),
});
