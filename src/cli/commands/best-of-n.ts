import { Command, Option } from "commander";
import { allLeftOut } from "../../engine/data/left-out.ts";
import type { BestOfNReport } from "../../engine/evaluation/best-of-n/report.ts";
import { runBestOfN } from "../../engine/evaluation/best-of-n/run-best-of-n.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { type Distribution, distributions, mistakeTitle, type Split, wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { EMBEDDED_PAIRS, EMBEDDED_POLICY, openPolicy, POLICY_CHOICE } from "../models.ts";
import { openRewards } from "../opened-rewards.ts";
import { atLeastOneOption, countsOption, distributionOption, integerOption, positiveOption } from "../options.ts";
import { log, print } from "../output.ts";
import { ProgressLog } from "../progress-log.ts";
import { inColumns, percentage } from "../report-table.ts";
import { trainingPromptsOf } from "../training-prompts.ts";

interface Options {
  model: string[];
  n: number[];
  samples: number;
  problems: number;
  split: Split;
  distribution: Distribution;
  temperature: number;
  seed: number;
  policy: string;
  training: string[];
  cache: string;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const command = new Command("best-of-n")
  .description("Let reward models choose among N responses of a policy; unbiased estimates from more samples than N.")
  .requiredOption("--model <dir...>", "checkpoints of reward models")
  .addOption(
    new Option("--n <list>", "how many to choose among")
      .default([1, 2, 4, 8, 16], "1,2,4,8,16")
      .argParser(countsOption),
  )
  .addOption(new Option("--samples <m>", "responses drawn a problem").default(32).argParser(atLeastOneOption))
  .addOption(new Option("--problems <count>", "how many").default(100).argParser(atLeastOneOption))
  .addOption(new Option("--split <name>", "whose problems").choices(["train", "validation", "test"]).default("test"))
  .addOption(distributionOption())
  .addOption(new Option("--temperature <x>", "of the samples").default(1).argParser(positiveOption))
  .addOption(new Option("--seed <n>", "decides problems and samples").default(0).argParser(integerOption))
  .option("--policy <dir>", `who writes: ${POLICY_CHOICE}`, EMBEDDED_POLICY)
  .option("--training <file...>", "what the models were trained on; problems in common are counted", [EMBEDDED_PAIRS])
  .option("--cache <dir>", "folder for rewards, so that what was interrupted goes on", "runs/rewards")
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run(options: Options): Promise<void> {
  const {
    n,
    samples,
    problems: count,
    split,
    distribution,
    temperature,
    seed,
    policy: directory,
    cache,
    json,
  } = options;
  const settings = distributions[distribution];
  const problems = wordProblems.problems({ split, n: count, seed, settings });
  const training = await trainingPromptsOf(options.training);
  tellLeftOut(allLeftOut(training.map(({ leftOut }) => leftOut)), options);
  const device = await openDevice(options.device);
  const policy = await openPolicy(directory, device);
  const models = await openRewards(options.model, cache, device);
  const plan = { n, samples, temperature, seed, topK: 0, topP: 1, maxTokens: MAX_RESPONSE_TOKENS };
  const { report } = await runBestOfN(
    { problems, policy: { name: directory, ...policy }, models, training, world: wordProblems },
    plan,
    { onLeftOut: (leftOut) => tellLeftOut(leftOut, options), onProgress: new ProgressLog().tell },
  );
  await policy.lm.release();
  for (const { model } of models) await model.release();
  for (const warning of report.warnings) log(`warning: ${warning}`);
  const { leftOut, ...figures } = report;
  print(
    { ...figures, omitted: leftOutDocument(leftOut) },
    { ...(json && { json }) },
    () => `${curveTable(report, n)}\n\n${mistakeTable(report)}`,
  );
}

function curveTable({ judges, curves }: BestOfNReport, n: readonly number[]): string {
  const rows = judges.map(({ id, name }) => [name, ...(curves[id] ?? []).map(({ gold }) => percentage(gold))]);
  return inColumns([["right answers, %", ...[...n].sort((a, b) => a - b).map((size) => `best of ${size}`)], ...rows]);
}

/** A table of the mistakes in the judges' picks. */
function mistakeTable({ judges, mistakes, picked, samples }: BestOfNReport): string {
  const rows = judges.map(({ id, name }) => [name, ...(picked[id] ?? []).map(percentage)]);
  return inColumns([[`picks of ${samples} that make a mistake, %`, ...mistakes.map(mistakeTitle)], ...rows]);
}
