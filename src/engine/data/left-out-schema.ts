import * as v from "valibot";
import { problemSchema } from "../problem-schema.ts";
import { REASONS } from "../unusable-record.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** The schema of a `LeftOut` that comes from a file. */
export const leftOutSchema = v.object({
  reasons: v.record(v.picklist(REASONS), count),
  records: v.array(
    v.object({
      file: v.string(),
      unit: v.picklist(["line", "element", "row"]),
      number: count,
      why: v.picklist(REASONS),
      report: problemSchema,
    }),
  ),
});
