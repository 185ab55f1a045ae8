import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";

export type JsonObject = Record<string, unknown>;

export const jsonObject = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), "a JSON object"),
  v.looseObject({}),
);

const FIX = "Correct the file, or take it anew from where the checkpoint comes from.";

/**
 * Parses a file's bytes as JSON.
 * @throws PlaygroundError naming the file
 */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PlaygroundError(
      { what: "A file is not valid JSON", where: file, found: messageOf(cause), expected: "JSON in UTF-8", fix: FIX },
      { cause },
    );
  }
}

/**
 * Decodes a file's bytes as UTF-8.
 * @throws PlaygroundError naming the file
 */
export function parseText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PlaygroundError(
      { what: "A file is no text", where: file, expected: "text in UTF-8", found: "other bytes", fix: FIX },
      { cause },
    );
  }
}

export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

/** Checks a value from outside against a schema; the error names the file and the first field that differs. */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  file: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  throw new PlaygroundError({
    what: field ? `The field "${field}" is not usable` : "The file does not have the form it should",
    where: file,
    expected: issue.expected ?? issue.message,
    found: issue.received,
    fix: FIX,
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
