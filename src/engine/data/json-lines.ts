import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";
import { noRecords } from "./import-report.ts";
import { lineText } from "./place.ts";

/**
 * Parses one JSON value a line and checks each against a schema; blank lines are skipped.
 * @throws PlaygroundError naming file, line, field, expected and found
 */
export function parseJsonLines<Schema extends v.GenericSchema>(
  text: string,
  file: string,
  schema: Schema,
): v.InferOutput<Schema>[] {
  const records: v.InferOutput<Schema>[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() !== "") records.push(parseLine(line, `${file}, ${lineText(index + 1)}`, schema));
  }
  if (records.length > 0) return records;
  throw noRecords(file);
}

function parseLine<Schema extends v.GenericSchema>(line: string, where: string, schema: Schema): v.InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new PlaygroundError(
      { what: "The line is not JSON", where, expected: "one JSON object", found: line.slice(0, 60), fix: FIX },
      { cause },
    );
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new PlaygroundError({
    what: "The record does not have the expected form",
    where: `${where}, field ${v.getDotPath(issue) ?? "(whole record)"}`,
    expected: issue.expected ?? "another value",
    found: issue.received,
    fix: FIX,
  });
}

const FIX = "Correct or remove the line.";

export function formatJsonLines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}
