import { Command, Option } from "commander";
import { deduplicate } from "../../engine/data/deduplicate.ts";
import { exportRecords } from "../../engine/data/export.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../../engine/data/export-format.ts";
import { holdOut } from "../../engine/data/hold-out.ts";
import { importAll } from "../../engine/data/import.ts";
import { checkUsed, type Refusal } from "../../engine/data/import-report.ts";
import { checkSomeLeft, countedAnew, insistOnAll } from "../../engine/data/left-out.ts";
import type { Placed } from "../../engine/data/pair-up.ts";
import { unusedRecords } from "../../engine/data/read-records.ts";
import type { DataRecord } from "../../engine/data/record.ts";
import { subset } from "../../engine/data/subset.ts";
import { clusterText, writeCluster } from "../cluster-folder.ts";
import { openPath } from "../files.ts";
import { accountDocument, accountText, UNUSED_FIX, writtenDocument, writtenText } from "../import-account.ts";
import { type InputOptions, importOptions, withInputOptions } from "../import-options.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { atLeastOneOption, integerOption } from "../options.ts";
import { print } from "../output.ts";
import { RecordFile } from "../record-file.ts";

interface Options extends InputOptions {
  to: ExportFormat | "cluster";
  out: string;
  heldOut?: string;
  config?: string;
  dpoConfig?: string;
  space?: string;
  deduplicate?: boolean;
  subset?: number;
  seed: number;
  strict?: boolean;
  json?: boolean;
}

/** A record with its number in the input, and with its prompt, by which records are split. */
interface Item extends Placed {
  number: number;
  prompt: DataRecord["prompt"];
}

export const command = withInputOptions(new Command("export"))
  .description("Write preference data of any known shape as another tool reads it.")
  .addOption(
    new Option("--to <format>", "whose records to write; cluster: a folder for LLaMA-Factory and TRL to train with")
      .choices([...EXPORT_FORMATS, "cluster"])
      .makeOptionMandatory(),
  )
  .requiredOption("--out <file>", "where to: JSONL, or an array if the name ends in .json; .gz packs it")
  .option("--deduplicate", "leave out records that say what one before them says")
  .addOption(new Option("--subset <n>", "so many records, drawn by the seed").argParser(atLeastOneOption))
  .option("--held-out <file>", "where to write a tenth of the prompts, with all their records, instead of to --out")
  .option(
    "--config <file>",
    "with --to cluster: JSON with fields of a reward model's config, as an exported run has it",
  )
  .addOption(
    new Option(
      "--space <file>",
      "with --to cluster: the space that its sweeps search, or a sweep, whose base is the reward model's config",
    ).conflicts("config"),
  )
  .option("--dpo-config <file>", "with --to cluster: JSON with fields of a config of icrm align")
  .addOption(new Option("--seed <n>", "decides the subset and what is held out").default(0).argParser(integerOption))
  .addOption(strictOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run({ to, out, strict, json, ...options }: Options): Promise<void> {
  const { input, seed } = options;
  const { records, report } = await importAll(await openPath(input), input, importOptions(options));
  checkUsed(report, input, UNUSED_FIX);
  const leftOut = unusedRecords(report, input).account();
  if (strict) insistOnAll(leftOut);
  const contradictory = leftOut.records.filter(({ why }) => why === "contradictory labels");
  tellLeftOut(countedAnew(contradictory), {});
  const without = new Set(contradictory.map(({ number }) => number));
  const items = records
    .filter(({ number }) => !without.has(number))
    .map(({ number, record }): Item => {
      return { number, place: { file: input, unit: report.unit, number }, prompt: record.prompt, record };
    });
  checkSomeLeft(items.length, input, leftOut);
  const distinct = options.deduplicate ? deduplicate(items, ({ record }) => record) : items;
  const chosen = options.subset === undefined ? distinct : subset(distinct, options.subset, seed);
  const summary = {
    input,
    ...accountDocument(report),
    omitted: leftOutDocument(leftOut),
    to,
    duplicates: items.length - distinct.length,
  };
  if (to === "cluster") {
    const bundle = await writeCluster(out, chosen, options);
    print({ ...summary, ...bundle }, { ...(json && { json }) }, () =>
      [accountText(report), clusterText(bundle)].join("\n"),
    );
    return;
  }
  const { training, heldOut } = options.heldOut ? holdOut(chosen, seed, input) : { training: chosen, heldOut: [] };
  const written = await write(out, training, to);
  const held = options.heldOut && { held_out: await write(options.heldOut, heldOut, to) };
  print({ ...summary, ...written, ...held }, { ...(json && { json }) }, () =>
    [accountText(report), writtenText(written)].join("\n"),
  );
}

/** Records per call of `exportRecords`: their text is one string. */
const BATCH = 1000;

async function write(path: string, items: readonly Item[], to: ExportFormat) {
  const leftOut: Refusal[] = [];
  return RecordFile.write(path, async (file) => {
    for (let start = 0; start < items.length; start += BATCH) {
      const part = exportRecords(items.slice(start, start + BATCH), to);
      leftOut.push(...part.leftOut);
      await file.add(part.objects);
    }
    return writtenDocument(path, file.count, leftOut);
  });
}
