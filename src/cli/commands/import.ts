import { Command } from "commander";
import { exchangesOf } from "../../engine/data/exchange.ts";
import { exportRecords } from "../../engine/data/export.ts";
import { importRecords } from "../../engine/data/import.ts";
import { checkUsed, type ImportReport, type Refusal } from "../../engine/data/import-report.ts";
import { checkSomeLeft, countedAnew, insistOnAll, type Omission, Omissions } from "../../engine/data/left-out.ts";
import { lengthStatistics, type PairLengths, pairLengths } from "../../engine/data/length-statistics.ts";
import type { Placed } from "../../engine/data/pair-up.ts";
import { unusedRecords } from "../../engine/data/read-records.ts";
import { readableRecords } from "../../engine/data/readable-records.ts";
import type { TextReader } from "../../engine/data/record-tokens.ts";
import { type Exchange, type TextOrChat, textOf } from "../../engine/tokenizer/conversation.ts";
import { tokenised } from "../../engine/tokenizer/sequence.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { openPath } from "../files.ts";
import { accountDocument, accountText, UNUSED_FIX, writtenDocument, writtenText } from "../import-account.ts";
import { type InputOptions, importOptions, withInputOptions } from "../import-options.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { openReader } from "../models.ts";
import { print } from "../output.ts";
import { RecordFile } from "../record-file.ts";

interface Options extends InputOptions {
  out?: string;
  tokenizer?: string;
  strict?: boolean;
  json?: boolean;
}

export const command = withInputOptions(new Command("import"))
  .description("Read preference data of any known shape, and say what became of every record.")
  .option("--out <file>", "where to write it as TRL has it: JSONL, or an array if the name ends in .json; .gz packs it")
  .option("--tokenizer <dir>", "checkpoint that has to read every record, and whose tokens lengths are counted in")
  .addOption(strictOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run({ out, tokenizer, strict, json, ...options }: Options): Promise<void> {
  const reader = tokenizer ? await openReader(tokenizer) : null;
  let { leftOut, ...read } = await imported(options, reader, out, new Set());
  const unused = leftOut.records.filter(isUnused);
  tellLeftOut(countedAnew(unused), {});
  if (strict) insistOnAll(leftOut);
  // A record that contradicts a later one has already been measured and written, so the file is read again without such
  // records.
  if (unused.length > 0) read = await imported(options, reader, out, new Set(unused.map(({ number }) => number)));
  const { report, lengths, written } = read;
  const { input } = options;
  const document = {
    ...{ input, ...accountDocument(report), omitted: leftOutDocument(leftOut), lengths: lengths.document() },
    ...written,
  };
  print(document, { ...(json && { json }) }, () =>
    [accountText(report), ...(written ? [writtenText(written)] : [])].join("\n"),
  );
}

/** Whether a record is left out for a reason other than being malformed; the report already lists malformed records. */
function isUnused({ why }: Omission): boolean {
  return why !== "malformed";
}

/** Reads, measures and, if asked to, writes all records except those left out; returns the records to be left out. */
async function imported(
  options: InputOptions,
  reader: TextReader | null,
  out: string | undefined,
  without: ReadonlySet<number>,
) {
  const { input } = options;
  const lengths = new Lengths(reader?.tokenizer ?? null);
  const unreadable = new Omissions();
  const notWritten: Refusal[] = [];
  const { report, written } = out
    ? await RecordFile.write(out, async (file) => {
        const report = await read(file);
        return { report, written: writtenDocument(out, file.count, notWritten) };
      })
    : { report: await read(null), written: null };
  const omissions = unusedRecords(report, input);
  for (const omission of unreadable.account().records) omissions.add(omission, omission);
  const leftOut = omissions.account();
  const unused = leftOut.records.filter(isUnused).length;
  checkSomeLeft(report.used - unused, input, leftOut);
  return { report, lengths, written, leftOut };

  async function read(file: RecordFile | null): Promise<ImportReport> {
    const report = await importRecords(
      await openPath(input),
      input,
      async (batch, unit) => {
        const placed = batch.map((record) => ({ ...record, place: { file: input, unit, number: record.number } }));
        const readable = reader ? readableRecords(placed, reader, unreadable, "read") : placed;
        lengths.add(readable);
        if (!file) return;
        const part = exportRecords(readable, "trl");
        notWritten.push(...part.leftOut);
        await file.add(part.objects);
      },
      { ...importOptions(options), without },
    );
    checkUsed(report, input, UNUSED_FIX);
    return report;
  }
}

/** Collects the lengths of pairs as they are read. */
class Lengths {
  readonly #tokenizer: Tokenizer | null;
  readonly #pairs: PairLengths[] = [];

  constructor(tokenizer: Tokenizer | null) {
    this.#tokenizer = tokenizer;
  }

  add(batch: readonly Placed[]): void {
    for (const { record } of batch) {
      if (record.kind !== "comparison") continue;
      const exchanges = exchangesOf(record);
      const responses = exchanges.map((exchange) => this.#response(exchange));
      this.#pairs.push(...pairLengths(record, this.#prompt(exchanges[0]?.prompt ?? ""), responses));
    }
  }

  /** null if there are no pairs. */
  document() {
    if (this.#pairs.length === 0) return null;
    const { chosenLonger, ...spreads } = lengthStatistics(this.#pairs);
    return { unit: this.#tokenizer ? "token" : "character", ...spreads, chosen_longer: chosenLonger };
  }

  #prompt(prompt: TextOrChat): number {
    return this.#tokenizer?.promptIds(prompt).length ?? textOf(prompt, "user").length;
  }

  #response(exchange: Exchange): number {
    if (!this.#tokenizer) return textOf(exchange.response, "assistant").length;
    return tokenised(this.#tokenizer, exchange).responseIds.length;
  }
}
