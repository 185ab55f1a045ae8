import { Option } from "commander";
import { countOf, insistOnAll, type LeftOut, leftOutSummary, omissionText } from "../engine/data/left-out.ts";
import { log } from "./output.ts";

/** The option `--strict` of every command that computes from a file of records. */
export function strictOption(): Option {
  return new Option("--strict", "stop at a record that cannot be used, instead of leaving it out and saying so");
}

const SHOWN = 10;

/** Writes to stderr what was left out. @throws PlaygroundError if `strict` and any record was left out */
export function tellLeftOut(leftOut: LeftOut, { strict = false }: { strict?: boolean | undefined }): void {
  if (strict) insistOnAll(leftOut);
  const count = countOf(leftOut);
  if (count === 0) return;
  log(`left out: ${leftOutSummary(leftOut)}`);
  for (const omission of leftOut.records.slice(0, SHOWN)) log(`  ${omissionText(omission)}`);
  if (count > SHOWN) log(`  and ${count - SHOWN} more; --json lists them`);
}

/** The part of a command's JSON document about records that were left out. */
export function leftOutDocument(leftOut: LeftOut) {
  return {
    count: countOf(leftOut),
    reasons: leftOut.reasons,
    records: leftOut.records.map(({ file, number, why, report: { what, expected, found } }) => ({
      ...{ file, line: number, why, what },
      ...(expected !== undefined && { expected, found }),
    })),
  };
}
