import * as v from "valibot";

/** The schema of a `ProblemReport` that comes from a file. */
export const problemSchema = v.object({
  what: v.string(),
  where: v.exactOptional(v.string()),
  expected: v.exactOptional(v.string()),
  found: v.exactOptional(v.string()),
  fix: v.exactOptional(v.string()),
});
