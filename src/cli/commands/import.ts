import { Command } from "commander";
import { exchangesOf } from "../../engine/data/exchange.ts";
import { exportRecords } from "../../engine/data/export.ts";
import { type ImportedRecord, importRecords } from "../../engine/data/import.ts";
import { checkUsed, type ImportReport, type Refusal } from "../../engine/data/import-report.ts";
import { lengthStatistics, type PairLengths, pairLengths } from "../../engine/data/length-statistics.ts";
import { type Exchange, type TextOrChat, textOf } from "../../engine/tokenizer/conversation.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { openFile } from "../files.ts";
import { accountDocument, accountText, UNUSED_FIX, writtenDocument, writtenText } from "../import-account.ts";
import { type InputOptions, importOptions, withInputOptions } from "../import-options.ts";
import { openTokenizer } from "../models.ts";
import { print } from "../output.ts";
import { RecordFile } from "../record-file.ts";

interface Options extends InputOptions {
  out?: string;
  tokenizer?: string;
  json?: boolean;
}

export const importData = withInputOptions(new Command("import"))
  .description("Read preference data of any known shape, and say what became of every record.")
  .option("--out <file>", "where to write it as TRL has it: JSONL, or an array if the name ends in .json; .gz packs it")
  .option("--tokenizer <dir>", "checkpoint whose tokens lengths are counted in (default: characters)")
  .option("--json", "print one JSON document")
  .action(run);

async function run({ out, tokenizer, json, ...options }: Options): Promise<void> {
  const { input } = options;
  const lengths = new Lengths(tokenizer ? await openTokenizer(tokenizer) : null);
  const read = async (use: (batch: ImportedRecord[]) => void | Promise<void>): Promise<ImportReport> => {
    const report = await importRecords(await openFile(input), input, use, importOptions(options));
    checkUsed(report, input, UNUSED_FIX);
    return report;
  };
  const { report, written } = out
    ? await rewritten(out)
    : { report: await read((batch) => lengths.add(batch)), written: null };
  const document = { input, ...accountDocument(report), lengths: lengths.document(), ...written };
  print(document, { ...(json && { json }) }, () =>
    [accountText(report), ...(written ? [writtenText(written)] : [])].join("\n"),
  );

  async function rewritten(path: string) {
    const leftOut: Refusal[] = [];
    return RecordFile.write(path, async (file) => {
      const report = await read(async (batch) => {
        lengths.add(batch);
        const part = exportRecords(batch, "trl");
        leftOut.push(...part.leftOut);
        await file.add(part.objects);
      });
      return { report, written: writtenDocument(path, file.count, leftOut) };
    });
  }
}

/** Measures the pairs that go by. */
class Lengths {
  readonly #tokenizer: Tokenizer | null;
  readonly #pairs: PairLengths[] = [];

  constructor(tokenizer: Tokenizer | null) {
    this.#tokenizer = tokenizer;
  }

  add(batch: readonly ImportedRecord[]): void {
    for (const { record } of batch) {
      if (record.kind !== "comparison") continue;
      const exchanges = exchangesOf(record);
      const responses = exchanges.map((exchange) => this.#response(exchange));
      this.#pairs.push(...pairLengths(record, this.#prompt(exchanges[0]?.prompt ?? ""), responses));
    }
  }

  /** null where there are no pairs. */
  document() {
    if (this.#pairs.length === 0) return null;
    const { chosenLonger, ...spreads } = lengthStatistics(this.#pairs);
    return { unit: this.#tokenizer ? "token" : "character", ...spreads, chosen_longer: chosenLonger };
  }

  #prompt(prompt: TextOrChat): number {
    return this.#tokenizer?.promptIds(prompt).length ?? textOf(prompt, "user").length;
  }

  #response(exchange: Exchange): number {
    return this.#tokenizer?.responseIds(exchange).length ?? textOf(exchange.response, "assistant").length;
  }
}
