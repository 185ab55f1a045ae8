import * as v from "valibot";
import { comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { has, shape } from "./shape.ts";

/** RewardBench, version 1: a pair with its subset. */
export const rewardBench1 = shape({
  id: "rewardbench-1",
  name: "RewardBench",
  claims: (record) => has(record, "subset") && has(record, "chosen_model"),
  fields: v.object({ prompt: v.string(), chosen: v.string(), rejected: v.string(), ...preferenceExtras }),
  read: ({ prompt, chosen, rejected, ...extras }) =>
    comparison({ prompt, chosen: [chosen], rejected: [rejected] }, extrasOf(extras)),
});
