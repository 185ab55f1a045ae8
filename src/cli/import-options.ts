import { type Command, InvalidArgumentError, Option } from "commander";
import { type FieldMap, MAPPED_FIELDS, type MappedField } from "../engine/data/field-map.ts";
import type { ImportOptions, ImportProgress } from "../engine/data/import.ts";
import { SHAPES, type ShapeId } from "../engine/data/shapes/index.ts";
import { log } from "./output.ts";

/** The input of a command that imports, and how to read it. */
export interface InputOptions {
  input: string;
  format?: ShapeId;
  map?: FieldMap;
  neutralIsWrong?: boolean;
}

export function withInputOptions(command: Command): Command {
  const shapes = SHAPES.map(({ id }) => id);
  const mapped =
    `records of a shape of their own: where ${MAPPED_FIELDS.join(", ")} are found; winner is the field that names the ` +
    'better answer, names are its values for answer_1 and answer_2 ("-|+" for a number whose sign says it)';
  return command
    .requiredOption(
      "--input <file>",
      "JSONL, a JSON array (packed with gzip or zstd or not) or Parquet, whatever its name",
    )
    .addOption(
      new Option("--format <name>", "the shape of every record (default: told by the keys of each)").choices(shapes),
    )
    .addOption(
      new Option(
        "--map <fields>",
        `${mapped}, as in "prompt=q,chosen=answers.0.text,rejected=answers.1.text" or "prompt=q,answer_1=a,answer_2=b,winner=label,names=1|0"`,
      ).argParser(parseFieldMap),
    )
    .option("--neutral-is-wrong", "count the steps that PRM800K rates 0 as wrong");
}

export function importOptions({ format, map, neutralIsWrong = false }: InputOptions): ImportOptions {
  return { shape: format, map, neutralIsWrong, onProgress: progressLog() };
}

const LOG_EVERY = 100_000;

function progressLog(): (progress: ImportProgress) => void {
  let next = LOG_EVERY;
  return ({ bytes, size, read }) => {
    if (read < next) return;
    next = read + LOG_EVERY;
    log(`${read} records, ${Math.round((100 * bytes) / size)} %`);
  };
}

function parseFieldMap(text: string): FieldMap {
  const entries = text.split(",").map((part) => {
    const [field = "", ...rest] = part.split("=");
    const path = rest.join("=");
    if (MAPPED_FIELDS.includes(field as MappedField) && path !== "") return [field, path];
    throw new InvalidArgumentError(`Expected field=path, the field one of ${MAPPED_FIELDS.join(", ")}.`);
  });
  return Object.fromEntries(entries);
}
