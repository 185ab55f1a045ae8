import { dirname, join } from "node:path";
import { Command, Option } from "commander";
import { type Checkpoint, saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { Tensor } from "../../engine/checkpoint/safetensors.ts";
import { type PolicyKnowledge, policyKnowledge } from "../../engine/evaluation/policy-knowledge.ts";
import { openJax } from "../../engine/jax.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { initialWeights } from "../../engine/training/initialise.ts";
import {
  backboneWeights,
  isBeginningOf,
  PRETRAIN_DEFAULTS,
  type PretrainConfig,
  policyConfigJson,
  policyDecoderConfig,
  pretrainOptions,
} from "../../engine/training/pretrain.ts";
import { Trainer } from "../../engine/training/trainer.ts";
import {
  type Distribution,
  distributions,
  POLICY_CONTEXT,
  wordProblems,
  worldTokenizerConfig,
  worldTokenizerJson,
} from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { writeFiles, writeSafely } from "../files.ts";
import { backboneCard, policyCard } from "../model-card.ts";
import { openPolicy, type WritingPolicy } from "../models.ts";
import { integerOption, positiveOption } from "../options.ts";
import { log, print } from "../output.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";

interface Options {
  out: string;
  snapshots: string;
  steps: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  saveEvery: number;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

interface HistoryEntry {
  step: number;
  /** Mean cross-entropy of response tokens since the last entry, in nats a token. */
  response_loss: number;
  grad_norm: number;
  learning_rate: number;
  tokens_per_second: number;
}

const LOG_EVERY = 50;
const TEST_PROBLEMS: Record<Distribution, number> = { in: 300, out: 100 };
/** The folder, beside the policy, of the backbone that reward models start from. */
const BACKBONE = "backbone";
const MEASUREMENT = { samples: 8, maxTokens: MAX_RESPONSE_TOKENS, seed: 0 };

export const command = new Command("pretrain")
  .description(
    "Train the embedded policy from scratch on what the class of students writes, then measure it; resumes from its last snapshot.",
  )
  .requiredOption("--out <dir>", "folder for the checkpoint and its card")
  .option("--snapshots <dir>", "folder for what resuming needs", "runs/policy")
  .addOption(new Option("--steps <n>", "optimiser steps").default(PRETRAIN_DEFAULTS.steps).argParser(integerOption))
  .addOption(
    new Option("--batch-size <n>", "documents a step").default(PRETRAIN_DEFAULTS.batchSize).argParser(integerOption),
  )
  .addOption(
    new Option("--learning-rate <x>", "peak learning rate")
      .default(PRETRAIN_DEFAULTS.learningRate)
      .argParser(positiveOption),
  )
  .addOption(
    new Option("--seed <n>", "decides weights and documents").default(PRETRAIN_DEFAULTS.seed).argParser(integerOption),
  )
  .addOption(new Option("--save-every <n>", "steps between snapshots").default(250).argParser(integerOption))
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run({ out, snapshots, device, saveEvery, json, ...settings }: Options): Promise<void> {
  const config: PretrainConfig = { ...PRETRAIN_DEFAULTS, ...settings };
  const report = await openDevice(device);
  await openJax(report.backend);

  const files = { json: worldTokenizerJson(), config: worldTokenizerConfig(POLICY_CONTEXT) };
  const tokenizer = new Tokenizer(files.json, files.config);
  const decoder = policyDecoderConfig(tokenizer);
  const options = pretrainOptions(config, decoder, tokenizer);

  const saved = await loadSnapshot<PretrainConfig, HistoryEntry>(snapshots, config, isBeginningOf);
  if (saved) log(`resuming at step ${saved.snapshot.step} of ${config.steps}`);
  const history = saved?.history ?? [];
  const trainer = saved
    ? Trainer.resume(saved.snapshot, options)
    : Trainer.start(initialWeights(decoder, config.seed), options);

  let lossSum = 0;
  while (!trainer.done) {
    const { step, grad_norm, learning_rate, tokens_per_second, ...metrics } = await trainer.advance();
    lossSum += metrics["loss/response"] as number;
    if (step % LOG_EVERY === 0) {
      const entry = { step, response_loss: lossSum / LOG_EVERY, grad_norm, learning_rate, tokens_per_second };
      history.push(entry);
      log(JSON.stringify(entry));
      lossSum = 0;
    }
    if (step % saveEvery === 0 || trainer.done) {
      await saveSnapshot(snapshots, await trainer.snapshot(), config, history);
    }
  }
  const { weights } = await trainer.snapshot();
  trainer.dispose();
  await writeCheckpoint(out, weights, tokenizer, files);
  const backbone = join(dirname(out), BACKBONE);
  await writeCheckpoint(backbone, backboneWeights(weights, tokenizer), tokenizer, files);
  await writeSafely(join(backbone, "README.md"), backboneCard());

  // The written policy is measured, with its weights in half precision.
  const policy = await openPolicy(out, report);
  const knowledge: Partial<Record<Distribution, PolicyKnowledge>> = {};
  for (const name of Object.keys(TEST_PROBLEMS) as Distribution[]) knowledge[name] = await measured(policy, name);
  await policy.lm.release();
  const parameters = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
  const responseLoss = history.at(-1)?.response_loss ?? null;
  const both = knowledge as Record<Distribution, PolicyKnowledge>;
  await writeSafely(join(out, "README.md"), policyCard(config, { parameters, responseLoss }, both));
  print(
    { config, parameters, knowledge, history, checkpoint: out, backbone },
    { ...(json && { json }) },
    () => `${out}: right ${both.in.right}, a student's answer ${both.in.students}, variation ${both.in.totalVariation}`,
  );
}

async function measured({ lm, tokenizer }: WritingPolicy, distribution: Distribution): Promise<PolicyKnowledge> {
  const settings = distributions[distribution];
  const n = TEST_PROBLEMS[distribution];
  const problems = wordProblems.problems({ split: "test", n, seed: 0, settings });
  return policyKnowledge(lm, tokenizer, wordProblems, problems, MEASUREMENT, (done) => {
    if (done % 50 === 0) log(`measured ${done} of ${n} test problems`);
  });
}

async function writeCheckpoint(
  name: string,
  weights: Map<string, Tensor>,
  tokenizer: Tokenizer,
  files: NonNullable<Checkpoint["tokenizer"]>,
): Promise<void> {
  await writeFiles(name, saveCheckpoint(policyCheckpoint(name, weights, tokenizer, files), { dtype: "F16" }));
}

function policyCheckpoint(
  name: string,
  weights: Map<string, Tensor>,
  tokenizer: Tokenizer,
  files: NonNullable<Checkpoint["tokenizer"]>,
): Checkpoint {
  const config = policyDecoderConfig(tokenizer);
  const generationConfigJson = {
    bos_token_id: config.bosTokenId,
    eos_token_id: config.eosTokenIds[0],
    pad_token_id: config.padTokenId,
    do_sample: true,
    temperature: 1,
    max_new_tokens: MAX_RESPONSE_TOKENS,
  };
  return {
    name,
    config,
    configJson: policyConfigJson(tokenizer),
    generationConfigJson,
    weights,
    valueHead: null,
    tokenizer: files,
  };
}
