import { Command, Option } from "commander";
import { formatJsonLines } from "../../engine/data/json-lines.ts";
import { allLeftOut, checkSomeLeft, type LeftOut, Omissions } from "../../engine/data/left-out.ts";
import type { Placed } from "../../engine/data/pair-up.ts";
import { placeText } from "../../engine/data/place.ts";
import { readRecords } from "../../engine/data/read-records.ts";
import { type ReadableRecord, readableRecords } from "../../engine/data/readable-records.ts";
import type { TextReader } from "../../engine/data/record-tokens.ts";
import { fieldOf } from "../../engine/data/world-pairs/settings.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { exactValues } from "../../engine/evaluation/exact-values.ts";
import { exactRecord, isExactRecord, type ValueRecord } from "../../engine/evaluation/value-record.ts";
import { measureValues, type ValueEstimate, type ValuePoints, valuePositions } from "../../engine/evaluation/values.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { classPolicy } from "../../engine/policy/open-class.ts";
import { textOf } from "../../engine/tokenizer/conversation.ts";
import type { PromptedResponse } from "../../engine/tokenizer/sequence.ts";
import { CLASS_DEFAULTS, type ClassSettings, type Problem, wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { openPath, writeText } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { EMBEDDED_POLICY, openPolicy, POLICY_CHOICE } from "../models.ts";
import { atLeastOneOption, integerOption } from "../options.ts";
import { log, print } from "../output.ts";
import { pairOptions } from "../pair-options.ts";
import { ValueProgressFile } from "../value-progress.ts";

interface Options extends ClassSettings {
  data: string;
  exact?: boolean;
  k: number;
  every?: "step" | "token";
  limit?: number;
  seed: number;
  policy: string;
  out?: string;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

/** The settings of the class whose exact values are computed. */
const OF_THE_CLASS = ["misconceptions", "majorityShare", "stepFillers"] as const;
const [misconceptions, majorityShare, stepFillers] = pairOptions(OF_THE_CLASS) as [Option, Option, Option];

export const command = new Command("values")
  .description(
    "The value of every prefix: measured, by how often the policy, sampling on from there, ends at the right answer, or exact.",
  )
  .requiredOption("--data <file>", "responses or pairs, JSONL, JSON or Parquet of any shape `icrm import` knows")
  .addOption(
    new Option(
      "--exact",
      "V* under the class of students, without roll-outs; null from where no student writes",
    ).conflicts(["k", "seed", "policy"]),
  )
  .addOption(new Option("--k <n>", "roll-outs a prefix").default(64).argParser(atLeastOneOption))
  .addOption(
    new Option(
      "--every <point>",
      "at the ends of steps, or at every token (default: step; token with --exact)",
    ).choices(["step", "token"]),
  )
  .addOption(new Option("--limit <n>", "responses at most").argParser(atLeastOneOption))
  .addOption(new Option("--seed <n>", "the same seed gives the same roll-outs").default(0).argParser(integerOption))
  .option("--policy <dir>", `who rolls out: ${POLICY_CHOICE}`, EMBEDDED_POLICY)
  .addOption(misconceptions)
  .addOption(majorityShare)
  .addOption(stepFillers)
  .option("--out <file>", "where to write the values: JSONL, packed if the name ends in .gz; a part of it is resumed")
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

/** Only prompts of the embedded world can be measured; they are texts. */
interface ReadResponse extends Pick<ValueRecord, "prompt" | "response"> {
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

async function run(options: Options): Promise<void> {
  const { every = options.exact ? "token" : "step" } = options;
  const points: ValuePoints = every === "step" ? "steps" : "tokens";
  if (options.exact) return writeExact(points, options);
  checkMeasured(options);
  return measure(points, options);
}

/** The responses of the file that the model can read; reports what was left out. */
async function readResponses(
  { data, limit, strict }: Options,
  reader: TextReader,
): Promise<{ responses: ReadResponse[]; leftOut: LeftOut }> {
  const read = await readRecords(await openPath(data), data);
  const omissions = new Omissions();
  const readable = readableRecords(read.records, reader, omissions);
  const leftOut = allLeftOut([read.leftOut, omissions.account()]);
  tellLeftOut(leftOut, { strict });
  checkSomeLeft(readable.length, data, leftOut);
  return { responses: readable.flatMap(responsesOf).slice(0, limit), leftOut };
}

/** The problem that a response answers. @throws PlaygroundError if its prompt is no problem of the embedded world */
function problemOf({ prompt, where }: ReadResponse): Problem {
  const problem = wordProblems.solve(prompt);
  if (problem) return problem;
  throw new PlaygroundError({
    what: "The prompt is no problem of the embedded world, so nobody knows its answer",
    where,
    fix: "Give prompts as `icrm world` or `icrm dataset` writes them.",
  });
}

async function writeExact(points: ValuePoints, options: Options): Promise<void> {
  const { misconceptions, majorityShare, stepFillers } = options;
  const students: ClassSettings = { misconceptions, majorityShare, stepFillers };
  const { tokenizer, lm } = classPolicy(students);
  const { responses, leftOut } = await readResponses(options, { tokenizer, contextLength: lm.contextLength });
  const records = responses.map((said) => {
    const { prompt, response, sequence } = said;
    const { responseIds } = sequence;
    const exact = exactValues(wordProblems, tokenizer, problemOf(said), responseIds, students);
    return exactRecord({ prompt, response }, exact, valuePositions(tokenizer, wordProblems, responseIds, points));
  });
  await give(records, leftOut, { exact: true, class: students }, options);
}

async function measure(points: ValuePoints, options: Options): Promise<void> {
  const { k, seed, policy, out } = options;
  const { tokenizer, lm } = await openPolicy(policy, await openDevice(options.device));
  const { responses, leftOut } = await readResponses(options, { tokenizer, contextLength: lm.contextLength });
  const settings = { k, every: points === "steps" ? "step" : "token", seed, policy };
  const progress = new ValueProgressFile(out, settings);
  const records = await progress.load(responses);
  const rolling = { rollouts: k, maxTokens: MAX_RESPONSE_TOKENS, seed };
  let known = new Map<string, ValueEstimate>();
  for (const [i, said] of responses.entries()) {
    if (i < records.length) continue;
    const { prompt, response, sequence } = said;
    const problem = problemOf(said);
    // Responses to one prompt follow one another and share prefixes; responses to other prompts share none.
    if (prompt !== responses[i - 1]?.prompt) known = new Map();
    const positions = valuePositions(tokenizer, wordProblems, sequence.responseIds, points);
    const values = await measureValues(lm, tokenizer, wordProblems, problem, sequence, positions, rolling, { known });
    const record = { prompt, response, values };
    records.push(record);
    await progress.save(record);
    if (records.length % REPORT_EVERY === 0) log(`${records.length} of ${responses.length} responses`);
  }
  await lm.release();
  await give(records, leftOut, settings, options);
  await progress.finish();
}

async function give(
  records: readonly ValueRecord[],
  leftOut: LeftOut,
  settings: object,
  { out, json }: Options,
): Promise<void> {
  if (out) await writeText(out, formatJsonLines(records));
  const document = {
    ...(out && { out }),
    ...{ responses: records.length, omitted: leftOutDocument(leftOut) },
    ...settings,
    records,
  };
  print(document, { ...(json && { json }) }, () =>
    out
      ? `${records.length} responses written to ${out}`
      : records.map((record) => `${valueText(record)}  ${record.response}`).join("\n"),
  );
}

/** @throws PlaygroundError if settings of the class are given for roll-outs: a policy cannot follow them */
function checkMeasured(options: Options): void {
  for (const name of OF_THE_CLASS) {
    if (options[name] === CLASS_DEFAULTS[name]) continue;
    throw new PlaygroundError({
      what: "A setting of the class of students says nothing of a policy's roll-outs",
      where: fieldOf(name).flag,
      fix: "Ask for the exact values with --exact, or leave it out.",
    });
  }
}

function valueText(record: ValueRecord): string {
  const values = isExactRecord(record)
    ? record.values.map(({ value }) => value)
    : record.values.map(({ successes, rollouts }) => successes / rollouts);
  return values.map((value) => value?.toFixed(2) ?? "–").join(" ");
}
