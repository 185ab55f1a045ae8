import { Command, Option } from "commander";
import { formatJsonLines } from "../../engine/data/json-lines.ts";
import { readResponses } from "../../engine/data/read-records.ts";
import { fieldOf } from "../../engine/data/world-pairs/settings.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { exactValues } from "../../engine/evaluation/exact-values.ts";
import { exactRecord, isExactRecord, type ValueRecord } from "../../engine/evaluation/value-record.ts";
import { measureValues, type ValueEstimate, type ValuePoints, valuePositions } from "../../engine/evaluation/values.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { classPolicy } from "../../engine/policy/open-class.ts";
import { textOf } from "../../engine/tokenizer/conversation.ts";
import { sequenceOf } from "../../engine/tokenizer/sequence.ts";
import { CLASS_DEFAULTS, type ClassSettings, type Problem, wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { openFile, writeText } from "../files.ts";
import { EMBEDDED_POLICY, openPolicy, POLICY_CHOICE } from "../models.ts";
import { atLeastOne, integer } from "../options.ts";
import { log, print } from "../output.ts";
import { pairOptions } from "../pair-options.ts";
import { ValueProgress } from "../value-progress.ts";

interface Options extends ClassSettings {
  data: string;
  exact?: boolean;
  k: number;
  every?: "step" | "token";
  limit?: number;
  seed: number;
  policy: string;
  out?: string;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

/** What the students of exact values are like. */
const OF_THE_CLASS = ["misconceptions", "majorityShare", "stepFillers"] as const;
const [misconceptions, majorityShare, stepFillers] = pairOptions(OF_THE_CLASS) as [Option, Option, Option];

export const values = new Command("values")
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
  .addOption(new Option("--k <n>", "roll-outs a prefix").default(64).argParser(atLeastOne))
  .addOption(
    new Option(
      "--every <point>",
      "at the ends of steps, or at every token (default: step; token with --exact)",
    ).choices(["step", "token"]),
  )
  .addOption(new Option("--limit <n>", "responses at most").argParser(atLeastOne))
  .addOption(new Option("--seed <n>", "the same seed gives the same roll-outs").default(0).argParser(integer))
  .option("--policy <dir>", `who rolls out: ${POLICY_CHOICE}`, EMBEDDED_POLICY)
  .addOption(misconceptions)
  .addOption(majorityShare)
  .addOption(stepFillers)
  .option("--out <file>", "where to write the values: JSONL, packed if the name ends in .gz; a part of it is resumed")
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

/** Only prompts of the embedded world can be measured: they are texts. */
type ResponseText = Pick<ValueRecord, "prompt" | "response">;

const REPORT_EVERY = 10;

async function run(options: Options): Promise<void> {
  const { data, limit, every = options.exact ? "token" : "step" } = options;
  const responses = (await readResponses(await openFile(data), data)).slice(0, limit).map(
    ({ prompt, response }): ResponseText => ({
      prompt: textOf(prompt, "user"),
      response: textOf(response, "assistant"),
    }),
  );
  const points: ValuePoints = every === "step" ? "steps" : "tokens";
  if (options.exact) return writeExact(responses, points, options);
  checkMeasured(options);
  return measure(responses, points, options);
}

/** A response to a problem of the embedded world. @throws PlaygroundError where its prompt is none */
function problemOf({ prompt }: ResponseText, where: string): Problem {
  const problem = wordProblems.solve(prompt);
  if (problem) return problem;
  throw new PlaygroundError({
    what: "The prompt is no problem of the embedded world, so nobody knows its answer",
    where,
    fix: "Give prompts as `icrm world` or `icrm dataset` writes them.",
  });
}

async function writeExact(responses: readonly ResponseText[], points: ValuePoints, options: Options): Promise<void> {
  const { data, misconceptions, majorityShare, stepFillers } = options;
  const students: ClassSettings = { misconceptions, majorityShare, stepFillers };
  const { tokenizer, lm } = classPolicy(students);
  const records = responses.map((said, i) => {
    const where = `${data}, response ${i + 1}`;
    const { responseIds } = sequenceOf(tokenizer, said, lm.contextLength, where);
    const exact = exactValues(wordProblems, tokenizer, problemOf(said, where), responseIds, students);
    return exactRecord(said, exact, valuePositions(tokenizer, wordProblems, responseIds, points));
  });
  await give(records, { exact: true, class: students }, options);
}

async function measure(responses: readonly ResponseText[], points: ValuePoints, options: Options): Promise<void> {
  const { data, k, seed, policy, out } = options;
  const settings = { k, every: points === "steps" ? "step" : "token", seed, policy };
  const progress = new ValueProgress(out, settings);
  const records = await progress.load(responses);
  const { tokenizer, lm } = await openPolicy(policy, await openDevice(options.device));
  const rolling = { rollouts: k, maxTokens: MAX_RESPONSE_TOKENS, seed };
  let known = new Map<string, ValueEstimate>();
  for (const [i, said] of responses.entries()) {
    if (i < records.length) continue;
    const where = `${data}, response ${i + 1}`;
    const problem = problemOf(said, where);
    // Responses to one prompt stand side by side and share prefixes; other prompts share none.
    if (said.prompt !== responses[i - 1]?.prompt) known = new Map();
    const sequence = sequenceOf(tokenizer, said, lm.contextLength, where);
    const positions = valuePositions(tokenizer, wordProblems, sequence.responseIds, points);
    const values = await measureValues(lm, tokenizer, wordProblems, problem, sequence, positions, rolling, { known });
    const record = { ...said, values };
    records.push(record);
    await progress.save(record);
    if (records.length % REPORT_EVERY === 0) log(`${records.length} of ${responses.length} responses`);
  }
  await lm.release();
  await give(records, settings, options);
  await progress.finish();
}

async function give(records: readonly ValueRecord[], settings: object, { out, json }: Options): Promise<void> {
  if (out) await writeText(out, formatJsonLines(records));
  const document = { ...(out && { out }), responses: records.length, ...settings, records };
  print(document, { ...(json && { json }) }, () =>
    out
      ? `${records.length} responses written to ${out}`
      : records.map((record) => `${valueText(record)}  ${record.response}`).join("\n"),
  );
}

/** @throws PlaygroundError where the students of roll-outs are to be others: a policy is what it is */
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
