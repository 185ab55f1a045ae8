import * as v from "valibot";

/** A `ProblemReport` in a file from outside. */
export const problemSchema = v.object({
  what: v.string(),
  where: v.exactOptional(v.string()),
  expected: v.exactOptional(v.string()),
  found: v.exactOptional(v.string()),
  fix: v.exactOptional(v.string()),
});
