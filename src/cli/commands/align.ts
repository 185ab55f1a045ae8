import { join } from "node:path";
import { Command, Option } from "commander";
import { checkPrompts } from "../../engine/alignment/check-prompts.ts";
import { reportPairs } from "../../engine/alignment/pair-report.ts";
import { choosePairs, policyPairs, preferencesOf } from "../../engine/alignment/preference-pairs.ts";
import { judgementPlan, pairPrompts } from "../../engine/alignment/problem-sets.ts";
import { checkRewardModel, sampleRewards } from "../../engine/alignment/sample-rewards.ts";
import { type SampledPrompt, type SamplingPlan, samplePrompts } from "../../engine/alignment/sampled-prompt.ts";
import { saveCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { contentHash, weightsHash } from "../../engine/data/content-hash.ts";
import { formatJsonLines } from "../../engine/data/json-lines.ts";
import { type LeftOut, NOTHING_LEFT_OUT } from "../../engine/data/left-out.ts";
import { answerablePrompts, type PromptReaders } from "../../engine/data/prompt-record.ts";
import { comparePolicies } from "../../engine/evaluation/compare-policies.ts";
import {
  type JudgementMetrics,
  judgementMetrics,
  judgePolicy,
  type PolicyFigures,
} from "../../engine/evaluation/judge-policy.ts";
import { openJax } from "../../engine/jax.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import type { Estimate } from "../../engine/statistics/estimate.ts";
import type { TextOrChat } from "../../engine/tokenizer/conversation.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { checkDpoConfig } from "../../engine/training/check-config.ts";
import { DPO_DEFAULTS, type DpoConfig, POLICY_TUNINGS, type PolicyTuning } from "../../engine/training/dpo-config.ts";
import { PolicyRun } from "../../engine/training/policy-run.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import { wordProblems } from "../../engine/world/index.ts";
import {
  type AlignmentResults,
  alignedPolicyCard,
  collapseSentence,
  interval,
  winTieLoss,
} from "../aligned-policy-card.ts";
import { configFields } from "../config-fields.ts";
import { deviceOption, openDevice } from "../device.ts";
import { exists, openFile, readText, writeFiles, writeSafely, writeText } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { EMBEDDED_POLICY, openReward, openTrainablePolicy, runtimeOptions, type TrainablePolicy } from "../models.ts";
import { atLeastOne, integer, nonNegative, positive } from "../options.ts";
import { log, print } from "../output.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";

interface Options {
  policy: string;
  reward: string;
  prompts: string;
  n: number;
  minGap: number;
  config?: string;
  beta?: number;
  labelSmoothing?: number;
  tuning?: PolicyTuning;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  evaluateEvery?: number;
  seed?: number;
  validation: number;
  test: number;
  out: string;
  snapshots?: string;
  saveEvery: number;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

/** A step's metrics; every `evaluateEvery` steps and at the end with the judgement. Entry 0 is the base's judgement alone. */
type HistoryEntry = { step: number } & Partial<StepMetrics & JudgementMetrics>;

const REPORT_EVERY = 50;

export const align = new Command("align")
  .description(
    "Tune a policy by direct preference optimisation: a reward model picks pairs among its samples, the verifier judges the result; resumes from its last snapshot.",
  )
  .option("--policy <dir>", "checkpoint of the policy, which is its own reference", EMBEDDED_POLICY)
  .requiredOption("--reward <dir>", "checkpoint of the reward model that chooses the pairs")
  .option(
    "--prompts <file|count>",
    "records with a prompt (JSONL, JSON or Parquet), or how many problems of the training split",
    "400",
  )
  .addOption(new Option("--n <count>", "samples a prompt").default(8).argParser(atLeastOne))
  .addOption(new Option("--min-gap <x>", "drop pairs whose rewards are closer").default(0).argParser(nonNegative))
  .option("--config <file>", "JSON with any fields of the training config; options below win")
  .addOption(new Option("--beta <x>", "how dear it is to leave the reference").argParser(Number))
  .addOption(new Option("--label-smoothing <x>", "probability that a preference is wrong").argParser(nonNegative))
  .addOption(new Option("--tuning <what>", "every weight, or low-rank adapters").choices(POLICY_TUNINGS))
  .addOption(new Option("--epochs <n>", "passes over the pairs").argParser(atLeastOne))
  .addOption(new Option("--batch-size <n>", "pairs a step").argParser(atLeastOne))
  .addOption(new Option("--learning-rate <x>", "peak learning rate").argParser(positive))
  .addOption(new Option("--evaluate-every <n>", "steps between judgements").argParser(atLeastOne))
  .addOption(new Option("--seed <n>", "decides prompts, samples and order").argParser(integer))
  .addOption(
    new Option("--validation <n>", "problems to judge the policy on while it trains").default(50).argParser(atLeastOne),
  )
  .addOption(
    new Option("--test <n>", "problems to judge base and tuned policy on at the end")
      .default(200)
      .argParser(atLeastOne),
  )
  .option("--out <dir>", "folder for the tuned policy and its pairs", "runs/aligned-policy")
  .option("--snapshots <dir>", "folder for what resuming needs (default: runs/ and the name of --out)")
  .addOption(new Option("--save-every <n>", "steps between snapshots").default(20).argParser(atLeastOne))
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run(options: Options): Promise<void> {
  const { out, json } = options;
  const snapshots = options.snapshots ?? join("runs", out.split(/[\\/]/).filter(Boolean).at(-1) as string);
  const config = await configOf(options);
  const device = await openDevice(options.device);
  await openJax(device.backend);
  const policy = await openTrainablePolicy(options.policy, device);
  const reward = await openReward(options.reward, device);
  checkRewardModel(reward.checkpoint, policy.checkpoint);
  const judges = {
    world: wordProblems,
    reward: reward.model,
    reference: policy.lm,
    tokenizer: policy.tokenizer,
  };
  const validation = judgementPlan(wordProblems, "validation", options.validation);
  const test = judgementPlan(wordProblems, "test", options.test);

  const sampling = { samples: options.n, maxTokens: MAX_RESPONSE_TOKENS, seed: config.seed };
  const readers = {
    ...{ tokenizer: policy.tokenizer, contextLength: policy.lm.contextLength, maxTokens: sampling.maxTokens },
    judgedLength: reward.checkpoint.config.contextLength,
  };
  const { prompts, leftOut } = await promptsOf(options.prompts, config.seed, readers);
  tellLeftOut(leftOut, options);
  checkPrompts(wordProblems, prompts, [...validation.problems, ...test.problems]);
  const sampled = await cachedSamples(policy, prompts, sampling, snapshots);
  const rewards = await sampleRewards(reward.model, policy.tokenizer, sampled);
  const choice = choosePairs(sampled, rewards, options.minGap);
  const pairs = reportPairs(wordProblems, choice);
  log(JSON.stringify(pairs));
  const preferences = preferencesOf(choice.pairs);
  await writeText(join(out, "pairs.jsonl"), formatJsonLines(preferences));

  const material = {
    base: policy.checkpoint,
    pairs: policyPairs(choice.pairs, policy.tokenizer),
    padTokenId: trainingIds(policy.tokenizer).padId,
  };
  const dataHash = await contentHash(preferences);
  const { history, steps, checkpoint, adapter } = await trained();
  await writeFiles(out, saveCheckpoint(checkpoint, { dtype: "F16" }));
  if (adapter) await writeFiles(join(out, "adapter"), adapter);

  log(`judging base and tuned policy on ${options.test} test problems`);
  // On what was written, half precision included.
  const { lm: tunedLm } = await openTrainablePolicy(out, device);
  const base = await judgePolicy(policy.lm, judges, test);
  const tuned = await judgePolicy(tunedLm, judges, test);
  for (const model of [tunedLm, policy.lm, reward.model]) await model.release();
  const comparison = comparePolicies(tuned.answers, base.answers);
  const results = { pairs, base: base.figures, tuned: tuned.figures, comparison };
  const origin = { policy: options.policy, reward: options.reward, dataHash, samples: options.n, steps };
  await writeSafely(join(out, "README.md"), alignedPolicyCard(config, origin, results));
  const document = {
    config,
    seed: config.seed,
    data_hash: dataHash,
    policy: options.policy,
    reward: options.reward,
    steps,
    omitted: leftOutDocument(leftOut),
    ...results,
    history,
    checkpoint: out,
    ...(adapter && { adapter: join(out, "adapter") }),
  };
  print(document, { ...(json && { json }) }, () => readable(out, results));

  /** Trains on from the last snapshot to the end. */
  async function trained() {
    const identity = { ...config, data_hash: dataHash, policy: options.policy, validation: options.validation };
    const saved = await loadSnapshot<typeof identity, HistoryEntry>(snapshots, identity);
    const policyRun = new PolicyRun(config, material, saved?.snapshot ?? null);
    if (saved) log(`resuming at step ${policyRun.step} of ${policyRun.steps}`);
    const history = saved?.history ?? [{ step: 0, ...(await judgedInTraining(policy.lm)) }];
    while (!policyRun.done) {
      const entry: HistoryEntry = await policyRun.advance();
      if (policyRun.evaluationDue) {
        const tuned = await openCausalLM(await policyRun.checkpoint(out), await runtimeOptions(device));
        Object.assign(entry, await judgedInTraining(tuned));
        await tuned.release();
        policyRun.record(entry["gold/greedy"] as number);
      }
      history.push(entry);
      log(JSON.stringify(entry));
      if (policyRun.step % options.saveEvery === 0 || policyRun.done) {
        await saveSnapshot(snapshots, await policyRun.snapshot(), identity, history);
      }
    }
    const [checkpoint, adapter] = [await policyRun.checkpoint(out), await policyRun.adapter()];
    policyRun.dispose();
    return { history, steps: policyRun.step, checkpoint, adapter };
  }

  async function judgedInTraining(lm: CausalLM): Promise<JudgementMetrics> {
    const { figures } = await judgePolicy(lm, judges, validation);
    if (figures.collapse.found.length > 0) log(`the policy has collapsed: ${figures.collapse.found.join(", ")}`);
    return judgementMetrics(figures);
  }
}

async function promptsOf(
  prompts: string,
  seed: number,
  readers: PromptReaders,
): Promise<{ prompts: TextOrChat[]; leftOut: LeftOut }> {
  if (/^\d+$/.test(prompts)) {
    return { prompts: pairPrompts(wordProblems, atLeastOne(prompts), seed), leftOut: NOTHING_LEFT_OUT };
  }
  const { prompts: read, leftOut } = await answerablePrompts(await openFile(prompts), prompts, readers);
  return { prompts: read.map(({ prompt }) => prompt), leftOut };
}

/** Samples and with them the reference's probabilities, computed once: kept under a hash of all they depend on. */
async function cachedSamples(
  { checkpoint, tokenizer, lm }: TrainablePolicy,
  prompts: readonly TextOrChat[],
  sampling: SamplingPlan,
  folder: string,
): Promise<SampledPrompt[]> {
  const key = await contentHash({ policy: await weightsHash(checkpoint.weights), prompts, sampling });
  const file = join(folder, `samples-${key.slice(0, 16)}.json.gz`);
  if (await exists(file)) return JSON.parse(await readText(file)) as SampledPrompt[];
  const sampled = await samplePrompts(lm, tokenizer, prompts, sampling, {
    onProgress: (done) => {
      if (done % REPORT_EVERY === 0 || done === prompts.length) log(`sampled ${done} of ${prompts.length} prompts`);
    },
  });
  await writeText(file, JSON.stringify(sampled));
  return sampled;
}

async function configOf({ config: file, ...options }: Options): Promise<DpoConfig> {
  const fromFile = await configFields(file);
  const { beta, labelSmoothing, tuning, epochs, batchSize, learningRate, evaluateEvery, seed } = options;
  const given = Object.entries({ beta, labelSmoothing, tuning, epochs, batchSize, learningRate, evaluateEvery, seed });
  const set = given.filter(([, value]) => value !== undefined);
  return checkDpoConfig({ ...DPO_DEFAULTS, ...fromFile, ...Object.fromEntries(set) }, file ?? "options");
}

function readable(out: string, { pairs, base, tuned, comparison }: AlignmentResults): string {
  const row = (name: string, of: (figures: PolicyFigures) => Estimate) =>
    `  ${name.padEnd(12)} ${interval(of(base))} → ${interval(of(tuned))}`;
  return [
    `${out}: ${pairs.pairs} pairs from ${pairs.prompts} prompts; base → tuned on ${base.goldGreedy.count} test problems`,
    row("gold, greedy", ({ goldGreedy }) => goldGreedy),
    row("gold, T = 1", ({ goldSampled }) => goldSampled),
    row("mean reward", ({ reward }) => reward),
    row("KL, nats", ({ kl }) => kl),
    row("tokens", ({ length }) => length),
    `  greedy: ${winTieLoss(comparison.greedy)}; sample by sample: ${winTieLoss(comparison.sampled)}`,
    `  ${collapseSentence(tuned)}`,
  ].join("\n");
}
