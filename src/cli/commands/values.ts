import { Command, Option } from "commander";
import { formatJsonLines } from "../../engine/data/json-lines.ts";
import { allLeftOut, checkSomeLeft, Omissions } from "../../engine/data/left-out.ts";
import type { Placed } from "../../engine/data/pair-up.ts";
import { placeText } from "../../engine/data/place.ts";
import { readRecords } from "../../engine/data/read-records.ts";
import { type ReadableRecord, readableRecords } from "../../engine/data/readable-records.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { parseValues, type ValueRecord } from "../../engine/evaluation/value-record.ts";
import { measureValues, type ValueEstimate, type ValuePoints, valuePositions } from "../../engine/evaluation/values.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { textOf } from "../../engine/tokenizer/conversation.ts";
import type { PromptedResponse } from "../../engine/tokenizer/sequence.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { appendText, discard, exists, openFile, readText, writeText } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { EMBEDDED_POLICY, openPolicy } from "../models.ts";
import { atLeastOne, integer } from "../options.ts";
import { log, print } from "../output.ts";

interface Options {
  data: string;
  k: number;
  every: "step" | "token";
  limit?: number;
  seed: number;
  policy: string;
  out?: string;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const values = new Command("values")
  .description(
    "Measure the value of every prefix: how often the policy, sampling on from there, ends at the right answer.",
  )
  .requiredOption("--data <file>", "responses or pairs, JSONL, JSON or Parquet of any shape `icrm import` knows")
  .addOption(new Option("--k <n>", "roll-outs a prefix").default(64).argParser(atLeastOne))
  .addOption(new Option("--every <point>", "where to measure").choices(["step", "token"]).default("step"))
  .addOption(new Option("--limit <n>", "responses at most").argParser(atLeastOne))
  .addOption(new Option("--seed <n>", "the same seed gives the same roll-outs").default(0).argParser(integer))
  .option("--policy <dir>", "checkpoint of the policy that rolls out", EMBEDDED_POLICY)
  .option("--out <file>", "where to write the values: JSONL, packed if the name ends in .gz; a part of it is resumed")
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

/** Only prompts of the embedded world can be measured: they are texts. */
type ResponseText = Pick<ValueRecord, "prompt" | "response">;

interface ReadResponse extends ResponseText {
  sequence: PromptedResponse;
  where: string;
}

function responsesOf({ place, exchanges, sequences }: ReadableRecord<Placed>): ReadResponse[] {
  return exchanges.map(({ prompt, response }, i) => ({
    prompt: textOf(prompt, "user"),
    response: textOf(response, "assistant"),
    sequence: sequences[i] as PromptedResponse,
    where: placeText(place),
  }));
}

const REPORT_EVERY = 10;

async function run({ data, k, every, limit, seed, policy, out, strict, device, json }: Options): Promise<void> {
  const read = await readRecords(await openFile(data), data);
  const { tokenizer, lm } = await openPolicy(policy, await openDevice(device));
  const omissions = new Omissions();
  const readable = readableRecords(read.records, { tokenizer, contextLength: lm.contextLength }, omissions);
  const leftOut = allLeftOut([read.leftOut, omissions.account()]);
  tellLeftOut(leftOut, { strict });
  checkSomeLeft(readable.length, data, leftOut);
  const responses = readable.flatMap(responsesOf).slice(0, limit);
  const progress = new Progress(out, { k, every, seed, policy });
  const records = await progress.load(responses);
  const settings = { rollouts: k, maxTokens: MAX_RESPONSE_TOKENS, seed };
  const points: ValuePoints = every === "step" ? "steps" : "tokens";
  let known = new Map<string, ValueEstimate>();
  for (const [i, { prompt, response, sequence, where }] of responses.entries()) {
    if (i < records.length) continue;
    const problem = wordProblems.solve(prompt);
    if (!problem) throw unknownProblem(where);
    // Responses to one prompt stand side by side and share prefixes; other prompts share none.
    if (prompt !== responses[i - 1]?.prompt) known = new Map();
    const positions = valuePositions(tokenizer, wordProblems, sequence.responseIds, points);
    const estimates = await measureValues(lm, tokenizer, wordProblems, problem, sequence, positions, settings, {
      known,
    });
    const record: ValueRecord = { prompt, response, values: estimates };
    records.push(record);
    await progress.save(record);
    if (records.length % REPORT_EVERY === 0) log(`${records.length} of ${responses.length} responses`);
  }
  await lm.release();
  if (out) await writeText(out, formatJsonLines(records));
  await progress.finish();
  const document = {
    ...(out && { out }),
    responses: records.length,
    omitted: leftOutDocument(leftOut),
    k,
    every,
    seed,
    policy,
    records,
  };
  print(document, { ...(json && { json }) }, () =>
    out
      ? `${records.length} responses written to ${out}`
      : records.map(({ values: found, response }) => `${valueText(found)}  ${response}`).join("\n"),
  );
}

/** What was measured so far, beside the file it will become; its first line says with which settings. */
class Progress {
  readonly #file: string | undefined;
  readonly #settings: string;

  constructor(out: string | undefined, settings: object) {
    this.#file = out && `${out}.progress`;
    this.#settings = JSON.stringify(settings);
  }

  /** @throws PlaygroundError where it belongs to other settings or other responses */
  async load(responses: readonly ResponseText[]): Promise<ValueRecord[]> {
    const file = this.#file;
    if (!file) return [];
    if (!(await exists(file))) {
      await appendText(file, `${this.#settings}\n`);
      return [];
    }
    const [settings = "", ...lines] = (await readText(file)).split("\n");
    // A line without its end was being written when the process stopped.
    const text = lines.slice(0, -1).join("\n");
    const records = text === "" ? [] : parseValues(text, file);
    const own = records.every(
      ({ prompt, response }, i) => prompt === responses[i]?.prompt && response === responses[i]?.response,
    );
    if (settings === this.#settings && own) {
      await writeText(file, `${settings}\n${formatJsonLines(records)}`);
      return records;
    }
    throw new PlaygroundError({
      what: "The unfinished values belong to other settings or other data",
      where: file,
      expected: this.#settings,
      found: settings,
      fix: "Repeat the command they come from to finish them, or remove the file.",
    });
  }

  async save(record: ValueRecord): Promise<void> {
    if (this.#file) await appendText(this.#file, formatJsonLines([record]));
  }

  async finish(): Promise<void> {
    if (this.#file) await discard(this.#file);
  }
}

function unknownProblem(where: string): PlaygroundError {
  return new PlaygroundError({
    what: "The prompt is no problem of the embedded world, so no roll-out can be judged",
    where,
    fix: "Give prompts as `icrm world` or `icrm dataset` writes them.",
  });
}

function valueText(estimates: readonly ValueEstimate[]): string {
  return estimates.map(({ successes, rollouts }) => (successes / rollouts).toFixed(2)).join(" ");
}
