import { Command, Option } from "commander";
import { contentHash } from "../../engine/data/content-hash.ts";
import { formatJsonLines } from "../../engine/data/json-lines.ts";
import type { Preference } from "../../engine/data/preference.ts";
import { samplePreferences } from "../../engine/data/sample-preferences.ts";
import {
  type Distribution,
  distributions,
  type Problem,
  type Split,
  type WorldSettings,
  wordProblems,
} from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { writeText } from "../files.ts";
import { EMBEDDED_POLICY, openPolicy } from "../models.ts";
import { atLeastOne, distributionOption, integer } from "../options.ts";
import { log, print } from "../output.ts";

interface Options {
  pairs: number;
  split: Split;
  perProblem: number;
  distribution: Distribution;
  seed: number;
  policy: string;
  out: string;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const dataset = new Command("dataset")
  .description("Build preference pairs: the policy answers word problems, the verifier labels its answers.")
  .addOption(new Option("--pairs <n>", "how many").argParser(integer).makeOptionMandatory())
  .addOption(new Option("--split <name>", "whose problems").choices(["train", "validation", "test"]).default("train"))
  .addOption(new Option("--per-problem <n>", "pairs of one problem at most").default(1).argParser(atLeastOne))
  .addOption(distributionOption())
  .addOption(new Option("--seed <n>", "decides problems and samples").default(0).argParser(integer))
  .option("--policy <dir>", "checkpoint of the policy", EMBEDDED_POLICY)
  .requiredOption("--out <file>", "where to write the pairs: JSONL, packed if the name ends in .gz")
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

const REPORT_EVERY = 100;

async function run({
  pairs,
  split,
  perProblem,
  distribution,
  seed,
  policy,
  out,
  device,
  json,
}: Options): Promise<void> {
  const { tokenizer, lm } = await openPolicy(policy, await openDevice(device));
  const preferences: Preference[] = [];
  let problems = 0;
  for (const problem of endlessly(split, seed, distributions[distribution])) {
    if (preferences.length >= pairs) break;
    problems += 1;
    preferences.push(...(await samplePreferences(lm, tokenizer, wordProblems, problem, { seed, perProblem })));
    if (problems % REPORT_EVERY === 0) log(`${preferences.length} of ${pairs} pairs from ${problems} problems`);
  }
  preferences.length = Math.min(preferences.length, pairs);
  await lm.release();
  await writeText(out, formatJsonLines(preferences));
  const document = { out, pairs: preferences.length, problems, split, seed, data_hash: await contentHash(preferences) };
  print(document, { ...(json && { json }) }, () => `${pairs} pairs from ${problems} problems written to ${out}`);
}

/** The first k problems of a seed are the same for every count, so the count can grow as far as it is needed. */
function* endlessly(split: Split, seed: number, settings: WorldSettings): Generator<Problem> {
  let used = 0;
  for (let count = 256; ; count *= 2) {
    yield* wordProblems.problems({ split, n: count, seed, settings }).slice(used);
    used = count;
  }
}
