import { Command } from "commander";
import { readEvaluationFile } from "../../engine/evaluation/evaluation-file.ts";
import { runEvaluation } from "../../engine/evaluation/run-evaluation.ts";
import { parseValues } from "../../engine/evaluation/value-record.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { openPath, readTextFile } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { EMBEDDED_PAIRS, EMBEDDED_POLICY, openPolicy, POLICY_CHOICE } from "../models.ts";
import { openRewards } from "../opened-rewards.ts";
import { log, print } from "../output.ts";
import { ProgressLog } from "../progress-log.ts";
import { reportTables } from "../report-table.ts";
import { trainingPromptsOf } from "../training-prompts.ts";

interface Options {
  model: string[];
  data: string;
  validation?: string;
  values: string[];
  training: string[];
  generator: string;
  cache: string;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const command = new Command("evaluate")
  .description("Hold reward models against the truth: every figure with its interval, beside baselines.")
  .requiredOption("--model <dir...>", "checkpoints of reward models")
  .requiredOption("--data <file>", "pairs, RewardBench, RewardBench 2, ProcessBench or another format of records")
  .option("--validation <file>", "other records of the kind: thresholds and calibration come from them")
  .option("--values <file...>", "measured values of the responses, as `icrm values` writes them", [])
  .option("--training <file...>", "what the models were trained on; problems in common are counted", [EMBEDDED_PAIRS])
  .option(
    "--generator <dir>",
    `whose generation probabilities rewards are held against: ${POLICY_CHOICE}`,
    EMBEDDED_POLICY,
  )
  .option("--cache <dir>", "folder for rewards, so that what was interrupted goes on", "runs/rewards")
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run(options: Options): Promise<void> {
  const { data, validation, values, training, generator: directory, cache, json } = options;
  const files = {
    data: await readEvaluationFile(await openPath(data), data),
    validation: validation ? await readEvaluationFile(await openPath(validation), validation) : null,
    values: await Promise.all(
      values.map(async (name) => ({ name, records: parseValues(await readTextFile(name), name) })),
    ),
    training: await trainingPromptsOf(training),
  };
  const device = await openDevice(options.device);
  const generator = await openPolicy(directory, device);
  const models = await openRewards(options.model, cache, device);
  const { report, trajectories, comparisons } = await runEvaluation(
    { ...files, models, generator: { name: directory, ...generator }, world: wordProblems },
    { onLeftOut: (leftOut) => tellLeftOut(leftOut, options), onProgress: new ProgressLog().tell },
  );
  await generator.lm.release();
  for (const { model } of models) await model.release();
  for (const warning of report.warnings) log(`warning: ${warning}`);
  const places = (records: readonly { where: string }[]) => records.map(({ where }) => where);
  const { leftOut, ...figures } = report;
  const document = {
    ...figures,
    omitted: leftOutDocument(leftOut),
    comparisons: places(comparisons),
    trajectories: places(trajectories),
  };
  print(document, { ...(json && { json }) }, () => reportTables(report));
}
