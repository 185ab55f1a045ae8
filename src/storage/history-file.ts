import { readSafetensors, type Tensor, writeSafetensors } from "../engine/checkpoint/safetensors.ts";
import { RunHistory } from "../engine/training/run-history.ts";
import type { ResponseSignal } from "../engine/training/signal.ts";

/** A run's history as one safetensors file: a table for each pair, and a table of the measurements. */
export function packHistory(history: RunHistory): Uint8Array {
  const recordings = history.allRecordings.map(({ pair, step, signal, q }) => ({
    kind: `recording ${pair}`,
    row: {
      step: [step],
      ...sideRow("chosen", signal.chosen, q.chosen),
      ...sideRow("rejected", signal.rejected, q.rejected),
    },
  }));
  const evaluations = history.evaluations.map(({ step, accuracy, margin, chosen, rejected }) => ({
    kind: "evaluation",
    row: { step: [step], accuracy: [accuracy], margin: [margin], chosen, rejected },
  }));
  return writeSafetensors(stacked([...recordings, ...evaluations]), "F32");
}

/** Reads what `packHistory` wrote; numbers have single precision. */
export function unpackHistory(bytes: Uint8Array, file: string): RunHistory {
  const history = new RunHistory();
  for (const { kind, row } of unstacked(readSafetensors(bytes, file))) {
    const one = (field: string) => row[field]?.[0] ?? Number.NaN;
    const list = (field: string) => row[field] ?? [];
    if (kind === "evaluation") {
      const [accuracy, margin] = [one("accuracy"), one("margin")];
      history.measure({ step: one("step"), accuracy, margin, chosen: list("chosen"), rejected: list("rejected") });
      continue;
    }
    history.record({
      pair: Number(kind.replace("recording ", "")),
      step: one("step"),
      signal: { chosen: sideOf("chosen", row), rejected: sideOf("rejected", row) },
      q: { chosen: list("chosen q"), rejected: list("rejected q") },
    });
  }
  return history;
}

type Row = Record<string, readonly number[]>;

function sideRow(
  side: string,
  { rewards, mean, outcome, consistency, signs }: ResponseSignal,
  q: readonly number[],
): Row {
  return {
    [`${side} rewards`]: rewards,
    [`${side} mean`]: [mean],
    [`${side} outcome`]: outcome,
    ...(consistency && { [`${side} consistency`]: consistency }),
    ...(signs && { [`${side} signs`]: signs }),
    [`${side} q`]: q,
  };
}

function sideOf(side: string, row: ReadRow["row"]): ResponseSignal {
  const signs = row[`${side} signs`];
  return {
    rewards: row[`${side} rewards`] ?? [],
    mean: row[`${side} mean`]?.[0] ?? Number.NaN,
    outcome: row[`${side} outcome`] ?? [],
    consistency: row[`${side} consistency`] ?? null,
    ...(signs && { signs }),
  };
}

const SEPARATOR = "/";

/** Stacks rows of one kind whose fields have equal lengths: one tensor `[rows, length]` per field. */
function stacked(rows: readonly { kind: string; row: Row }[]): Map<string, Tensor> {
  const tables = new Map<string, Row[]>();
  for (const { kind, row } of rows) {
    const lengths = Object.values(row).map((values) => values.length);
    const key = [kind, lengths.join("×")].join(SEPARATOR);
    const table = tables.get(key);
    if (table) table.push(row);
    else tables.set(key, [row]);
  }
  const tensors = new Map<string, Tensor>();
  for (const [key, table] of tables) {
    for (const [field, { length }] of Object.entries(table[0] ?? {})) {
      const data = Float32Array.from(table.flatMap((row) => row[field] ?? []));
      tensors.set([key, field].join(SEPARATOR), { shape: [table.length, length], data });
    }
  }
  return tensors;
}

interface ReadRow {
  kind: string;
  row: Record<string, number[]>;
}

function unstacked(tensors: ReadonlyMap<string, Tensor>): ReadRow[] {
  const tables = new Map<string, ReadRow[]>();
  for (const [name, { shape, data }] of tensors) {
    const [kind = "", lengths = "", field = ""] = name.split(SEPARATOR);
    const [rows = 0, length = 0] = shape;
    const key = [kind, lengths].join(SEPARATOR);
    const table = tables.get(key) ?? Array.from({ length: rows }, (): ReadRow => ({ kind, row: {} }));
    table.forEach(({ row }, i) => {
      row[field] = [...data.subarray(i * length, (i + 1) * length)];
    });
    tables.set(key, table);
  }
  return [...tables.values()].flat();
}
