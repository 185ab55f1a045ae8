import { msg } from "../../i18n/msg.ts";
import { parseCsv } from "../csv.ts";
import { PlaygroundError } from "../errors.ts";
import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";
import { nameInFiles, snakeCase, spellings } from "../training/setting-names.ts";
import { checkAssignment, type SweepPlan } from "./plan.ts";
import { freshRecord, type SweepRecord, withTrial } from "./record.ts";
import type { Assignment } from "./space.ts";
import type { Trial, TrialOutcome } from "./trial.ts";
import type { Field } from "./variation.ts";

/** The column names of a field: its name in files, and its names in packs of former versions. */
function columnNames(field: Field): string[] {
  const former = spellings(REWARD_MODEL_SETTINGS, field).map(snakeCase);
  return [...new Set([nameInFiles(REWARD_MODEL_SETTINGS, field), ...former])];
}

/** A run that ended on another machine. */
type Result = Pick<Trial, "values" | "seed" | keyof TrialOutcome>;

/**
 * Reads a sweep that ran elsewhere from its exported table: Optuna's `trials_dataframe` as the study of a pack writes
 * it, or the runs of a W&B sweep. The sweep's configurations are those of the table.
 * @param plan the plan whose space was searched
 * @throws PlaygroundError naming column and row of a cell that cannot be read
 */
export function readResults(text: string, plan: SweepPlan, name: string): SweepRecord {
  const [header = [], ...rows] = cells(text, name);
  const table = rows.map((row, i) => ({
    at: `${name}, ${msg(`row ${i + 2}`)}`,
    cell: (column: string) => row[header.indexOf(column)] ?? "",
  }));
  const fields = Object.keys(plan.vary) as Field[];
  const results = header.includes("user_attrs_results")
    ? table.flatMap((row) => optunaResults(row, plan, fields))
    : header.includes("State") && header.includes("Name")
      ? table.flatMap((row) => wandbResults(row, header, plan, fields))
      : unknown(header, name);
  return asRecord(results, plan, name);
}

interface Row {
  at: string;
  /** The text of a cell; empty if there is no such column. */
  cell(column: string): string;
}

function cells(text: string, name: string): string[][] {
  try {
    return parseCsv(text);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new PlaygroundError({ what: "The table cannot be read", where: name, expected: "CSV", found }, { cause });
  }
}

/** The runs of a row of Optuna's table. A row is a configuration; one cell holds the runs of all its seeds as JSON. */
function optunaResults({ at, cell }: Row, plan: SweepPlan, fields: readonly Field[]): Result[] {
  const values = valuesOf(fields, "params_", cell, plan, at);
  const state = cell("state");
  const kept = cell("user_attrs_results");
  if (kept === "") {
    if (state === "RUNNING" || state === "WAITING") return [];
    return plan.seeds.map((seed) => ({ values, seed, ...failed(`Optuna's trial ended as ${state}`, at) }));
  }
  try {
    const runs = JSON.parse(kept) as { seed: number; step: number; seconds: number; metrics: Record<string, number> }[];
    return runs.map(({ seed, step, seconds, metrics }) => ({
      ...{ values, seed, step, seconds, metrics: numbersOf(metrics) },
      status: state === "PRUNED" ? "stopped" : "finished",
      measurements: [],
      pinned: null,
      error: null,
    }));
  } catch (cause) {
    throw unreadable(at, "user_attrs_results", "the runs of a trial, as the study of a pack writes them", kept, cause);
  }
}

/** Prefixes that Transformers' W&B integration puts before metric names, and our names for them. */
const PREFIXES = [
  ["eval/", "heldout/"],
  ["train/", ""],
] as const;

/** The run of a row of W&B's table: a configuration with one seed. */
function wandbResults(
  { at, cell }: Row,
  header: readonly string[],
  plan: SweepPlan,
  fields: readonly Field[],
): Result[] {
  const state = cell("State");
  if (state === "running" || state === "pending") return [];
  const values = valuesOf(fields, "", cell, plan, at);
  const seed = Number(cell("seed") || (plan.seeds[0] ?? 0));
  if (!Number.isSafeInteger(seed)) throw unreadable(at, "seed", "a whole number", cell("seed"));
  const metrics = header.flatMap((column) => {
    const [prefix, own] = PREFIXES.find(([start]) => column.startsWith(start)) ?? [];
    if (prefix === undefined || cell(column) === "" || column === "train/global_step") return [];
    return [[`${own}${column.slice(prefix.length)}`, Number(cell(column))]];
  });
  const run = { values, seed };
  if (state !== "finished") return [{ ...run, ...failed(`W&B's run ended as ${state}`, at) }];
  return [
    {
      ...run,
      status: "finished",
      step: Number(cell("train/global_step") || 0),
      seconds: Number(cell("Runtime") || 0),
      metrics: numbersOf(Object.fromEntries(metrics)),
      measurements: [],
      pinned: null,
      error: null,
    },
  ];
}

/** The values of the fields that have a meaning in the row; the other cells are empty. */
function valuesOf(
  fields: readonly Field[],
  prefix: string,
  cell: Row["cell"],
  plan: SweepPlan,
  at: string,
): Assignment {
  const entries = fields.flatMap((field) => {
    const column = columnNames(field).find((name) => cell(`${prefix}${name}`) !== "");
    if (column === undefined) return [];
    const text = cell(`${prefix}${column}`);
    const isNumber = typeof plan.base[field] === "number";
    if (Array.isArray(plan.base[field])) return [[field, namesOf(text, column, at)]];
    if (!isNumber || !Number.isNaN(Number(text))) return [[field, isNumber ? Number(text) : text]];
    throw unreadable(at, column, "a number", text);
  });
  const values = Object.fromEntries(entries) as Assignment;
  checkAssignment(plan, values, at);
  return values;
}

function namesOf(text: string, column: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(at, column, "a list of names as JSON", text, cause);
  }
}

function numbersOf(metrics: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}

function failed(what: string, where: string): TrialOutcome {
  const error = { what, where };
  return { status: "failed", step: 0, seconds: 0, metrics: {}, measurements: [], pinned: null, error };
}

function asRecord(results: readonly Result[], plan: SweepPlan, name: string): SweepRecord {
  if (results.length === 0) {
    throw new PlaygroundError({
      what: "The table holds no run that has ended",
      where: name,
      expected: "at least one",
      found: "none",
      fix: "Export it again once trials have ended.",
    });
  }
  const keys = [...new Set(results.map(({ values }) => JSON.stringify(values)))];
  const seeds = [...new Set(results.map(({ seed }) => seed))].sort((a, b) => a - b);
  const listed = keys.map((key): Assignment => JSON.parse(key));
  const own: SweepPlan = { ...plan, listed, seeds, trials: null, stopping: null };
  return results.reduce(
    (record, result) => withTrial(record, { ...result, configuration: keys.indexOf(JSON.stringify(result.values)) }),
    freshRecord(own),
  );
}

function unreadable(at: string, column: string, expected: string, found: string, cause?: unknown): PlaygroundError {
  const report = { what: "A cell of the table cannot be read", where: `${at}, column ${column}`, expected, found };
  return new PlaygroundError(report, { cause });
}

function unknown(header: readonly string[], name: string): never {
  throw new PlaygroundError({
    what: "The table is of no program whose sweeps are known",
    where: name,
    expected: "user_attrs_results of a pack's Optuna study, or Name and State of W&B's runs, among the columns",
    found: header.join(", ").slice(0, 200),
    fix: "Export it as docs/sweeps.md says.",
  });
}
