import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeSafely } from "../src/cli/files.ts";
import { type Figure, reached } from "./figures.ts";
import type { Machine } from "./machine.ts";
import { amountText, boundText, type Result, spreadText } from "./report.ts";

/** What a file of the record holds: a benchmark's last result, and the machine that it was measured on. */
type Recorded = Result & { machine: Machine };

/**
 * Writes each result to `NAME.json` in a folder, and `figures.md`, a page of all results that are there.
 * @param order names of the benchmarks in the order of the page
 */
export async function record(
  folder: string,
  machine: Machine,
  results: readonly Result[],
  order: readonly string[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const result of results) {
    const recorded: Recorded = { ...result, machine };
    await writeSafely(join(folder, `${result.name}.json`), `${JSON.stringify(recorded, null, 2)}\n`);
  }
  const present = new Set(await readdir(folder));
  const all: Recorded[] = [];
  for (const name of order.filter((name) => present.has(`${name}.json`))) {
    all.push(JSON.parse(await readFile(join(folder, `${name}.json`), "utf8")));
  }
  await writeSafely(join(folder, "figures.md"), page(all));
}

function page(all: readonly Recorded[]): string {
  const missed = all.flatMap(({ name, figures }) =>
    figures.filter((figure) => reached(figure) === false).map((figure) => `${name}: ${figure.name}`),
  );
  return [
    "# Figures",
    "",
    "Written by `npm run bench`; medians, quartiles in brackets. What falls short, and why: [README.md](README.md).",
    "",
    `Targets missed: ${missed.length === 0 ? "none" : `${missed.length}`}.`,
    ...missed.map((one) => `- ${one}`),
    ...all.flatMap(section),
    "",
  ].join("\n");
}

function section({ name, about, measuredAt, load, failure, figures, machine }: Recorded): string[] {
  const { cpu, cores, backend } = machine;
  const day = measuredAt.slice(0, 10);
  return [
    "",
    `## ${name}`,
    "",
    about,
    "",
    `\`npm run bench -- --only ${name}\`; ${day}, ${cores} cores of ${cpu}, ${backend}, load ${load.toFixed(1)} at the beginning.`,
    "",
    ...(failure
      ? [`Not measured: ${failure}`]
      : ["| figure | value | target | |", "|---|---|---|---|", ...figures.map(row)]),
  ];
}

function row(figure: Figure): string {
  const verdict = { true: "reached", false: "**missed**", null: "" }[String(reached(figure))];
  return `| ${figure.name} | ${amountText(figure)}${spreadText(figure)} | ${boundText(figure) || "–"} | ${verdict} |`;
}
