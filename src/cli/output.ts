import { PlaygroundError } from "../engine/errors.ts";

/** Writes to stderr, so that stdout only carries the command's JSON document. */
export function log(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Prints a command's result: one JSON document, or its readable form. */
export function print(document: unknown, { json }: { json?: boolean }, readable: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(document) : readable()}\n`);
}

/** Ends a failed command: writes the reason to stderr, prints no document, and exits with 1. */
export function fail(error: unknown): never {
  if (error instanceof PlaygroundError) log(`error: ${error.message}`);
  else log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
