import { columnText } from "../engine/data/columns.ts";
import type { ImportReport, Refusal } from "../engine/data/import-report.ts";
import { type ShapeId, shapeById } from "../engine/data/shapes/index.ts";

/** The part of a command's JSON document about its input. */
export function accountDocument(report: ImportReport) {
  const { unit, shape, shapes, read, used, refused, undecided, pairs, unpaired, columns, remarks, refusals } = report;
  return {
    format: shape,
    formats: shapes,
    unit,
    read,
    used,
    refused,
    undecided,
    pairs,
    unpaired: { all_right: unpaired.allRight, none_right: unpaired.noneRight },
    columns: columns.map(({ column, read, unread, refused }) => ({ column, read, not_read: unread, refused })),
    remarks: remarks.map(({ what, count, numbers: lines }) => ({ what, count, lines })),
    errors: refusals.map(errorDocument),
  };
}

/** The part of a command's JSON document about a file of records that it wrote. */
export function writtenDocument(out: string, written: number, leftOut: readonly Refusal[]) {
  return { out, written, left_out: leftOut.map(errorDocument) };
}

function errorDocument({ number, field, expected, found }: Refusal) {
  return { line: number, field, expected, found };
}

/** The report on the input, in words for a person. */
export function accountText(report: ImportReport): string {
  const { unit, shapes, read, used, refused, undecided, pairs, unpaired } = report;
  const names = Object.keys(shapes).map((id) => shapeById(id as ShapeId).name);
  const counts = [
    `${read} ${unit}s read`,
    `${used} used (${names.join("; ")})`,
    `${refused} refused`,
    ...Object.entries(undecided).map(([why, count]) => `${count} dropped: ${why}`),
    `${pairs} pairs`,
    ...(unpaired.allRight > 0 ? [`${unpaired.allRight} without a wrong response`] : []),
    ...(unpaired.noneRight > 0 ? [`${unpaired.noneRight} without a right response`] : []),
  ];
  return [
    counts.join("; "),
    `columns: ${report.columns.map(columnText).join("; ")}`,
    ...report.remarks.map(({ what, count, numbers }) => `  ${count} ${unit}s (${numbers.join(", ")}): ${what}`),
    ...report.refusals.slice(0, 10).map((refusal) => refusalText(unit, refusal)),
  ].join("\n");
}

/** What was written, in words for a person. */
export function writtenText({ out, written, left_out }: ReturnType<typeof writtenDocument>): string {
  const done = `${written} written to ${out}`;
  const [first] = left_out;
  if (!first) return done;
  const example = `record ${first.line}, ${first.field}: expected ${first.expected}, found ${first.found}`;
  return `${done}; ${left_out.length} that the format has no words for, the first being ${example}`;
}

/** The advice for an input without a usable record. */
export const UNUSED_FIX = "Set the shape with --format, or say with --map where its fields are.";

function refusalText(unit: string, { number, field, expected, found }: Refusal): string {
  return `  ${unit} ${number}, ${field}: expected ${expected}, found ${found}`;
}
