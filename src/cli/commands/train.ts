import { join } from "node:path";
import { Command, Option } from "commander";
import { loadCheckpoint, saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { contentHash } from "../../engine/data/content-hash.ts";
import { withoutPlace } from "../../engine/data/read-records.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { memoryLimits, openJax } from "../../engine/jax.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import { CLASS_MODEL } from "../../engine/policy/class-entry.ts";
import { classNotTrainable, openClass } from "../../engine/policy/class-model.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import { checkpointTokenizer } from "../../engine/tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { adaptGenerator } from "../../engine/training/adapt-generator.ts";
import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import { checkGenerator } from "../../engine/training/check-generator.ts";
import type { PairAccuracy } from "../../engine/training/evaluate-pairs.ts";
import { withProbabilities } from "../../engine/training/pair-probabilities.ts";
import type { Example } from "../../engine/training/pairs.ts";
import {
  adaptsGenerator,
  METHODS,
  type Method,
  REWARD_MODEL_DEFAULTS,
  type RewardModelConfig,
  supervisionOf,
  TUNINGS,
  type Tuning,
  usesConsistency,
} from "../../engine/training/reward-model-config.ts";
import { RewardRun } from "../../engine/training/reward-run.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import { readTrainingSplit, type TrainingFile, tokeniseSplit } from "../../engine/training/training-data.ts";
import { sizesOf, trainingMemory } from "../../engine/training/training-memory.ts";
import { memoryText } from "../../engine/training/training-path.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { configFields } from "../config-fields.ts";
import { deviceOption, openDevice } from "../device.ts";
import { directorySource, openFile, writeFiles, writeSafely } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { rewardModelCard } from "../model-card.ts";
import { EMBEDDED_PAIRS, EMBEDDED_POLICY, embeddedBase, POLICY_CHOICE, runtimeOptions } from "../models.ts";
import { integer, positive } from "../options.ts";
import { log, print } from "../output.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";

interface Options {
  method?: Method;
  data: string;
  heldOut?: string;
  base?: string;
  generator: string;
  config?: string;
  steps?: number;
  batchSize?: number;
  learningRate?: number;
  rho?: number;
  tuning?: Tuning;
  trainableLayers?: number;
  seed?: number;
  out: string;
  snapshots?: string;
  saveEvery: number;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

/** A step's metrics; every `evaluateEvery` steps and at the end with the held-out figures. */
type HistoryEntry = StepMetrics & Partial<Record<"heldout/accuracy" | "heldout/margin", number>>;

export const train = new Command("train")
  .description("Train a reward model on preference pairs or labelled steps; resumes from its last snapshot.")
  .addOption(
    new Option("--method <name>", `training objective (default: ${REWARD_MODEL_DEFAULTS.method})`).choices(METHODS),
  )
  .option(
    "--data <file>",
    "preference pairs or, for prm and prm_icrm, labelled steps too: JSONL, JSON or Parquet of any shape `icrm import` knows",
    EMBEDDED_PAIRS,
  )
  .option("--held-out <file>", "records to measure accuracy on (default: a tenth of the prompts of --data)")
  .option("--out <dir>", "folder for the reward model", "runs/reward-model")
  .option("--base <dir>", "checkpoint the reward model starts from (default: that of the playground)")
  .option("--generator <dir>", `whose generation probabilities weigh the edges: ${POLICY_CHOICE}`, EMBEDDED_POLICY)
  .option("--config <file>", "JSON with any fields of the training config; options below win")
  .addOption(new Option("--steps <n>", "optimiser steps").argParser(integer))
  .addOption(new Option("--batch-size <n>", "pairs a step").argParser(integer))
  .addOption(new Option("--learning-rate <x>", "peak learning rate").argParser(positive))
  .addOption(new Option("--rho <x>", "share of the consistency term").argParser(Number))
  .addOption(
    new Option("--tuning <what>", "every weight, low-rank adapters, upper layers, or the heads alone").choices(TUNINGS),
  )
  .addOption(
    new Option("--trainable-layers <n>", "with --tuning top: how many upper layers are trained").argParser(integer),
  )
  .addOption(new Option("--seed <n>", "decides head and order").argParser(integer))
  .option("--snapshots <dir>", "folder for what resuming needs (default: runs/ and the name of --out)")
  .addOption(new Option("--save-every <n>", "steps between snapshots").default(200).argParser(integer))
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run(options: Options): Promise<void> {
  const { data, generator, out, saveEvery, json } = options;
  const base = options.base ?? (await embeddedBase());
  const snapshots = options.snapshots ?? join("runs", out.split(/[\\/]/).filter(Boolean).at(-1) as string);
  const config = await configOf(options);
  const device = await openDevice(options.device);
  await openJax(device.backend);

  const checkpoint = await loadCheckpoint(directorySource(base));
  const tokenizer = checkpointTokenizer(checkpoint);
  const supervision = supervisionOf(config);
  const split = await readTrainingSplit(
    ...([await opened(data), options.heldOut ? await opened(options.heldOut) : null, supervision] as const),
  );
  const { contextLength } = checkpoint.config;
  const { train, heldOut, leftOut } = tokeniseSplit(split, { tokenizer, contextLength, world: wordProblems });
  tellLeftOut(leftOut, options);
  const { padId: padTokenId } = trainingIds(tokenizer);
  const { examples } = train;
  // Before the generator reads them all: what cannot be trained is refused at once.
  const memory = trainingMemory(config, checkpoint.config, sizesOf(examples, heldOut.examples), memoryLimits());
  log(memoryText(memory));
  const material = {
    base: checkpoint,
    pairs: usesConsistency(config) ? await weighed(examples) : examples,
    heldOut: heldOut.examples,
    padTokenId,
  };
  const dataHash = await contentHash(train.records.map(withoutPlace));
  const identity = { ...config, data_hash: dataHash, base, generator };

  const saved = await loadSnapshot<typeof identity, HistoryEntry>(snapshots, identity);
  if (saved) log(`resuming at step ${saved.snapshot.step} of ${config.steps}`);
  const history = saved?.history ?? [];
  const rewardRun = new RewardRun(config, material, saved?.snapshot ?? null);
  let figures: PairAccuracy | null = null;
  while (!rewardRun.done) {
    const entry: HistoryEntry = await rewardRun.advance();
    if (rewardRun.evaluationDue) {
      figures = await rewardRun.evaluate();
      Object.assign(entry, { "heldout/accuracy": figures.accuracy, "heldout/margin": figures.margin });
    }
    history.push(entry);
    log(JSON.stringify(entry));
    if (rewardRun.step % saveEvery === 0 || rewardRun.done) {
      await saveSnapshot(snapshots, await rewardRun.snapshot(), identity, history);
    }
  }
  figures ??= await rewardRun.evaluate();
  const { accuracy, margin, count, unit } = figures;
  await writeFiles(out, saveCheckpoint(await rewardRun.checkpoint(out), { dtype: "F16" }));
  const adapter = await rewardRun.adapter();
  if (adapter) await writeFiles(join(out, "adapter"), adapter);
  const origin = { base, data, dataHash, pairs: examples.length, steps: rewardRun.step };
  await writeSafely(join(out, "README.md"), rewardModelCard(config, origin, figures));
  const of = unit === "pairs" ? { pairs: count } : { step_ends: count };
  const final = { loss: history.at(-1)?.loss ?? null, accuracy, margin, ...of };
  const document = {
    config,
    seed: config.seed,
    data_hash: dataHash,
    omitted: leftOutDocument(leftOut),
    memory,
    steps: rewardRun.step,
    final,
    history,
    checkpoint: out,
    ...(adapter && { adapter: join(out, "adapter") }),
  };
  rewardRun.dispose();
  print(
    document,
    { ...(json && { json }) },
    () => `${out}: held-out accuracy ${accuracy.toFixed(3)} on ${count} ${unit}`,
  );

  async function weighed(pairs: readonly Example[]): Promise<Example[]> {
    const lm = await openGenerator(pairs);
    const settings = { temperature: config.generatorTemperature, topK: 0, topP: config.generatorTopP };
    const result = await withProbabilities(lm, pairs, settings);
    await lm.release();
    return result;
  }

  async function openGenerator(pairs: readonly Example[]): Promise<CausalLM> {
    if (generator === CLASS_MODEL) {
      if (adaptsGenerator(config)) throw classNotTrainable();
      return openClass(checkpoint);
    }
    const found = await loadCheckpoint(directorySource(generator));
    checkGenerator(found, checkpoint, pairs);
    const adapted = adaptsGenerator(config)
      ? await adaptGenerator(found, config, pairs, padTokenId, (step) => log(JSON.stringify({ generator: step })))
      : found;
    return openCausalLM(adapted, await runtimeOptions(device));
  }
}

async function opened(name: string): Promise<TrainingFile> {
  return { name, file: await openFile(name) };
}

async function configOf({ config: file, ...options }: Options): Promise<RewardModelConfig> {
  const fromFile = await configFields(file);
  const { method, steps, batchSize, learningRate, rho, tuning, trainableLayers, seed } = options;
  const fields = { method, steps, batchSize, learningRate, rho, tuning, trainableLayers, seed };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const config = checkRewardModelConfig(
    { ...REWARD_MODEL_DEFAULTS, ...fromFile, ...Object.fromEntries(given) },
    file ?? "options",
  );
  if (trainableLayers === undefined || config.tuning === "top") return config;
  throw new PlaygroundError({
    what: "A number of upper layers means nothing where upper layers are not what is trained",
    where: "--trainable-layers",
    expected: "tuning top",
    found: `tuning ${config.tuning}`,
    fix: "Add --tuning top, or leave the number out.",
  });
}
