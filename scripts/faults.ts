/** `npm run test:faults`: every part of the fault suite, then its tables. Arguments after `--`: inputs, seed, part. */
import "core-js/actual/iterator/index.js";
import { parts, SEED } from "../src/testing/faults/parts.ts";
import { tryWrites, type WritesTried } from "../src/testing/faults/storage-writes.ts";
import { type Tried, tryInputs } from "../src/testing/faults/try-inputs.ts";

const [inputs = "100000", seed = `${SEED}`, only = ""] = process.argv.slice(2);
const SHOWN = 5;

const generated: Tried[] = [];
for (const part of parts.filter(({ name }) => name.includes(only))) {
  console.log(`${part.name}: ${inputs} generated inputs, seed ${seed}`);
  const tried = await tryInputs(part, Number(inputs), Number(seed));
  for (const { place, what, input } of tried.faults.slice(0, SHOWN)) {
    console.log(`  fault at input ${place ?? "kept"}: ${what}\n    ${JSON.stringify(input).slice(0, 1500)}`);
  }
  generated.push(tried);
}
const written: WritesTried[] = "storage".includes(only) ? await tryWrites() : [];
for (const { story, faults } of written) for (const fault of faults) console.log(`${story}: ${fault}`);

show(
  ["generated inputs", "tried", "accepted", "refused", "slowest", "faults"],
  generated.map(({ name, accepted, refused, slowest, faults }) => {
    const tried = accepted + refused + faults.length;
    return [name, tried, accepted, refused, `${Math.round(slowest)} ms`, faults.length];
  }),
);
show(
  ["storage", "writes", "points", "survived"],
  written.map(({ story, writes, points, faults }) => [story, writes, points, points - faults.length]),
);
process.exitCode = [...generated, ...written].some(({ faults }) => faults.length > 0) ? 1 : 0;

function show(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const table = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${table.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")).join("\n")}`);
}
