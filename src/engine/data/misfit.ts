import * as v from "valibot";

/** Why a value is not what it should be: which field, what was expected, what was found. */
export interface FieldProblem {
  field: string;
  expected: string;
  found: string;
}

/** The `field` of a problem that concerns the record as a whole. */
export const WHOLE_RECORD = "(whole record)";

/** Thrown if a record does not have the expected form; the reader of the file adds the place. */
export class Misfit extends Error implements FieldProblem {
  readonly field: string;
  readonly expected: string;
  readonly found: string;

  constructor({ field, expected, found }: FieldProblem) {
    super(`${field}: expected ${expected}, found ${found}`);
    this.name = "Misfit";
    this.field = field;
    this.expected = expected;
    this.found = found;
  }
}

/** Checks a value against a schema. @throws Misfit naming the first field that differs */
export function fitted<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new Misfit(fieldProblemOf(result.issues[0]));
}

export function fieldProblemOf(issue: v.BaseIssue<unknown>): FieldProblem {
  return {
    field: v.getDotPath(issue) ?? WHOLE_RECORD,
    // For a missing key valibot gives the key's name as the expected value.
    expected: issue.input === undefined ? "a value" : (issue.expected ?? issue.message),
    found: excerpt(issue.input),
  };
}

const EXCERPT = 60;

/** A value for an error message: shortened, and without visiting all of a large value. */
export function excerpt(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value.length > EXCERPT ? `${value.slice(0, EXCERPT)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
