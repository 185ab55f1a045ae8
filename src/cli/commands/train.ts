import { join } from "node:path";
import { Command, Option } from "commander";
import { loadCheckpoint, saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { contentHash } from "../../engine/data/content-hash.ts";
import { preferenceOf } from "../../engine/data/exchange.ts";
import { memoryLimits, openJax } from "../../engine/jax.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import { checkpointTokenizer } from "../../engine/tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { adaptGenerator } from "../../engine/training/adapt-generator.ts";
import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import { checkGenerator } from "../../engine/training/check-generator.ts";
import type { PairAccuracy } from "../../engine/training/evaluate-pairs.ts";
import { withProbabilities } from "../../engine/training/pair-probabilities.ts";
import type { TokenPair } from "../../engine/training/pairs.ts";
import {
  adaptsGenerator,
  METHODS,
  type Method,
  REWARD_MODEL_DEFAULTS,
  type RewardModelConfig,
  usesConsistency,
} from "../../engine/training/reward-model-config.ts";
import { RewardRun } from "../../engine/training/reward-run.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import { type PairFile, readPairSplit, tokeniseSplit } from "../../engine/training/training-data.ts";
import { sizesOf, trainingMemory } from "../../engine/training/training-memory.ts";
import { memoryText } from "../../engine/training/training-path.ts";
import { configFields } from "../config-fields.ts";
import { deviceOption, openDevice } from "../device.ts";
import { directorySource, openFile, writeFiles, writeSafely } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { rewardModelCard } from "../model-card.ts";
import { EMBEDDED_PAIRS, EMBEDDED_POLICY, runtimeOptions } from "../models.ts";
import { integer, positive } from "../options.ts";
import { log, print } from "../output.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";

interface Options {
  method?: Method;
  data: string;
  heldOut?: string;
  base: string;
  generator: string;
  config?: string;
  steps?: number;
  batchSize?: number;
  learningRate?: number;
  rho?: number;
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
  .description("Train a reward model on preference pairs; resumes from its last snapshot.")
  .addOption(
    new Option("--method <name>", `training objective (default: ${REWARD_MODEL_DEFAULTS.method})`).choices(METHODS),
  )
  .option("--data <file>", "preference pairs, JSONL, JSON or Parquet of any shape `icrm import` knows", EMBEDDED_PAIRS)
  .option("--held-out <file>", "pairs to measure accuracy on (default: a tenth of the prompts of --data)")
  .option("--out <dir>", "folder for the reward model", "runs/reward-model")
  .option("--base <dir>", "checkpoint the reward model starts from", EMBEDDED_POLICY)
  .option("--generator <dir>", "checkpoint whose generation probabilities weigh the edges", EMBEDDED_POLICY)
  .option("--config <file>", "JSON with any fields of the training config; options below win")
  .addOption(new Option("--steps <n>", "optimiser steps").argParser(integer))
  .addOption(new Option("--batch-size <n>", "pairs a step").argParser(integer))
  .addOption(new Option("--learning-rate <x>", "peak learning rate").argParser(positive))
  .addOption(new Option("--rho <x>", "share of the consistency term").argParser(Number))
  .addOption(new Option("--seed <n>", "decides head and order").argParser(integer))
  .option("--snapshots <dir>", "folder for what resuming needs (default: runs/ and the name of --out)")
  .addOption(new Option("--save-every <n>", "steps between snapshots").default(200).argParser(integer))
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run(options: Options): Promise<void> {
  const { data, base, generator, out, saveEvery, json } = options;
  const snapshots = options.snapshots ?? join("runs", out.split(/[\\/]/).filter(Boolean).at(-1) as string);
  const config = await configOf(options);
  const device = await openDevice(options.device);
  await openJax(device.backend);

  const checkpoint = await loadCheckpoint(directorySource(base));
  const tokenizer = checkpointTokenizer(checkpoint);
  const split = await readPairSplit(await opened(data), options.heldOut ? await opened(options.heldOut) : null);
  const { train, heldOut, leftOut } = tokeniseSplit(split, tokenizer, checkpoint.config.contextLength);
  tellLeftOut(leftOut, options);
  const { padId: padTokenId } = trainingIds(tokenizer);
  const { pairs } = train;
  // Before the generator reads them all: what cannot be trained is refused at once.
  const memory = trainingMemory(config, checkpoint.config, sizesOf(pairs), memoryLimits());
  log(memoryText(memory));
  const material = {
    base: checkpoint,
    pairs: usesConsistency(config) ? await weighed(pairs) : pairs,
    heldOut: heldOut.pairs,
    padTokenId,
  };
  const dataHash = await contentHash(train.preferences.map(preferenceOf));
  const identity = { ...config, data_hash: dataHash, base, generator };

  const saved = await loadSnapshot<typeof identity, HistoryEntry>(snapshots, identity);
  if (saved) log(`resuming at step ${saved.snapshot.step} of ${config.steps}`);
  const history = saved?.history ?? [];
  const rewardRun = new RewardRun(config, material, saved?.snapshot ?? null);
  let measured: PairAccuracy | null = null;
  while (!rewardRun.done) {
    const entry: HistoryEntry = await rewardRun.advance();
    if (rewardRun.evaluationDue) {
      measured = await rewardRun.evaluate();
      Object.assign(entry, { "heldout/accuracy": measured.accuracy, "heldout/margin": measured.margin });
    }
    history.push(entry);
    log(JSON.stringify(entry));
    if (rewardRun.step % saveEvery === 0 || rewardRun.done) {
      await saveSnapshot(snapshots, await rewardRun.snapshot(), identity, history);
    }
  }
  measured ??= await rewardRun.evaluate();
  const { accuracy, margin, pairs: heldOutPairs } = measured;
  await writeFiles(out, saveCheckpoint(await rewardRun.checkpoint(out), { dtype: "F16" }));
  const adapter = await rewardRun.adapter();
  if (adapter) await writeFiles(join(out, "adapter"), adapter);
  const origin = { base, data, dataHash, pairs: pairs.length, steps: rewardRun.step };
  await writeSafely(join(out, "README.md"), rewardModelCard(config, origin, measured));
  const final = { loss: history.at(-1)?.loss ?? null, accuracy, margin, pairs: heldOutPairs };
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
    () => `${out}: held-out accuracy ${accuracy.toFixed(3)} on ${heldOutPairs} pairs`,
  );

  async function weighed(pairs: TokenPair[]): Promise<TokenPair[]> {
    const found = await loadCheckpoint(directorySource(generator));
    checkGenerator(found, checkpoint, pairs);
    const adapted = adaptsGenerator(config)
      ? await adaptGenerator(found, config, pairs, padTokenId, (step) => log(JSON.stringify({ generator: step })))
      : found;
    const lm = await openCausalLM(adapted, await runtimeOptions(device));
    const settings = { temperature: config.generatorTemperature, topK: 0, topP: config.generatorTopP };
    const result = await withProbabilities(lm, pairs, settings);
    await lm.release();
    return result;
  }
}

async function opened(name: string): Promise<PairFile> {
  return { name, file: await openFile(name) };
}

async function configOf({ config: file, ...options }: Options): Promise<RewardModelConfig> {
  const fromFile = await configFields(file);
  const { method, steps, batchSize, learningRate, rho, seed } = options;
  const given = Object.entries({ method, steps, batchSize, learningRate, rho, seed }).filter(
    ([, value]) => value !== undefined,
  );
  return checkRewardModelConfig(
    { ...REWARD_MODEL_DEFAULTS, ...fromFile, ...Object.fromEntries(given) },
    file ?? "options",
  );
}
