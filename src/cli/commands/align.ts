import { join } from "node:path";
import { Command, Option } from "commander";
import { checkRewardModel } from "../../engine/alignment/sample-rewards.ts";
import { weightsHash } from "../../engine/data/content-hash.ts";
import { allLeftOut, type LeftOut, NOTHING_LEFT_OUT } from "../../engine/data/left-out.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import type { PolicyFigures } from "../../engine/evaluation/judge-policy.ts";
import { openJax } from "../../engine/jax.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import { judgeName } from "../../engine/reward/judge.ts";
import type { Estimate } from "../../engine/statistics/estimate.ts";
import { checkDpoConfig } from "../../engine/training/check-config.ts";
import { DPO_DEFAULTS, DPO_SETTINGS, type DpoConfig } from "../../engine/training/dpo-config.ts";
import { withFileNames } from "../../engine/training/setting-names.ts";
import { alignPolicies } from "../../flows/align/align.ts";
import type { AlignmentNews } from "../../flows/align/host.ts";
import type { PromptSource } from "../../flows/align/plan.ts";
import { AlignmentSamples } from "../../flows/align/samples.ts";
import { Gate } from "../../flows/gate.ts";
import { folderPolicySaver, sampleFolder, type WrittenPolicy } from "../align-saver.ts";
import {
  type AlignedPolicyResults,
  alignedPolicyCard,
  collapseSentence,
  interval,
  winTieLoss,
} from "../aligned-policy-card.ts";
import { configFields } from "../config-fields.ts";
import { deviceOption, openDevice } from "../device.ts";
import { openPath, writeSafely } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { EMBEDDED_POLICY, openJudgeFolder, openTrainablePolicy, runtimeOptions } from "../models.ts";
import { atLeastOneOption, nonNegativeOption } from "../options.ts";
import { log, print } from "../output.ts";
import { ProgressLog } from "../progress-log.ts";
import { addSettings, givenSettings } from "../setting-options.ts";

interface Options {
  policy: string;
  reward: string;
  prompts: string;
  n: number;
  minGap: number;
  config?: string;
  validation: number;
  test: number;
  out: string;
  snapshots?: string;
  saveEvery: number;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const command = new Command("align")
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
  .addOption(new Option("--n <count>", "samples a prompt").default(8).argParser(atLeastOneOption))
  .addOption(new Option("--min-gap <x>", "drop pairs whose rewards are closer").default(0).argParser(nonNegativeOption))
  .option("--config <file>", "JSON with any settings of the training, as docs/settings.md names them; options win")
  .addOption(
    new Option("--validation <n>", "problems to judge the policy on while it trains")
      .default(50)
      .argParser(atLeastOneOption),
  )
  .addOption(
    new Option("--test <n>", "problems to judge base and tuned policy on at the end")
      .default(200)
      .argParser(atLeastOneOption),
  )
  .option("--out <dir>", "folder for the tuned policy and its pairs", "runs/aligned-policy")
  .option("--snapshots <dir>", "folder for what resuming needs (default: runs/ and the name of --out)")
  .addOption(new Option("--save-every <n>", "steps between snapshots").default(20).argParser(atLeastOneOption))
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);
addSettings(command, DPO_SETTINGS);

async function run(options: Options): Promise<void> {
  const { out, json, saveEvery } = options;
  const snapshots = options.snapshots ?? join("runs", out.split(/[\\/]/).filter(Boolean).at(-1) as string);
  const config = await configOf(options);
  const device = await openDevice(options.device);
  await openJax(device.backend);
  const policy = await openTrainablePolicy(options.policy, device);
  const reward = await openJudgeFolder(options.reward, device);
  if (!reward.model.byText) checkRewardModel(reward.text, policy.checkpoint);
  const { samples, validation, test } = { ...options, samples: options.n };
  const told = new AlignmentLog(options);
  let kept: Awaited<ReturnType<typeof folderPolicySaver>> | null = null;
  let dataHash = "";
  const tuned = await alignPolicies(
    {
      policy: { ...policy, id: options.policy, name: options.policy, checkpoint: () => policy.checkpoint },
      rewards: [{ ...reward, id: options.reward, name: judgeName(options.reward, reward.model) }],
      prompts: await promptsOf(options.prompts),
      samples: new AlignmentSamples(),
    },
    { config, samples, validation, test, minGap: options.minGap, until: "end" },
    {
      openDevice: async () => {},
      // One reward model, and so one policy.
      workers: null,
      openPolicy: async (checkpoint) => openCausalLM(checkpoint, await runtimeOptions(device)),
      store: sampleFolder(snapshots, await weightsHash(policy.checkpoint.weights)),
      async saver(chosen) {
        dataHash = chosen.dataHash;
        const identity = {
          ...withFileNames<unknown>(DPO_SETTINGS, config),
          data_hash: dataHash,
          policy: options.policy,
          validation,
        };
        kept = await folderPolicySaver({ out, snapshots, saveEvery }, config, identity, chosen);
        return kept;
      },
      gate: new Gate(),
      ...NEVER_STOPPED,
      tell: (news) => told.hear(news),
    },
  );
  for (const model of [policy.lm, reward.model]) await model.release();
  const [result] = tuned ?? [];
  if (told.failure || !result || !kept) throw told.failure;

  const { history, steps, adapter } = (kept as { written: WrittenPolicy }).written;
  const { pairs, base, comparison } = result;
  const results = { pairs, base: base.figures, tuned: result.tuned.figures, comparison };
  const judge = judgeName(options.reward, reward.model);
  const origin = { policy: options.policy, reward: judge, dataHash, samples, steps };
  await writeSafely(join(out, "README.md"), alignedPolicyCard(config, origin, results));
  const document = {
    config: withFileNames(DPO_SETTINGS, config),
    seed: config.seed,
    data_hash: dataHash,
    policy: options.policy,
    reward: options.reward,
    steps,
    omitted: leftOutDocument(told.leftOut),
    ...results,
    history,
    checkpoint: out,
    ...(adapter && { adapter }),
  };
  print(document, { ...(json && { json }) }, () => readable(out, results));
}

const NEVER_STOPPED = { signal: new AbortController().signal, enough: new AbortController().signal };

/** Writes the news of an alignment to stderr, every step as one JSON object a line. */
class AlignmentLog {
  leftOut: LeftOut = NOTHING_LEFT_OUT;
  failure: PlaygroundError | null = null;
  readonly #options: Pick<Options, "strict">;
  readonly #stages = new ProgressLog();

  constructor(options: Pick<Options, "strict">) {
    this.#options = options;
  }

  hear(news: AlignmentNews): void {
    switch (news.type) {
      case "leftOut":
        this.leftOut = allLeftOut([this.leftOut, news.leftOut]);
        tellLeftOut(news.leftOut, this.#options);
        return;
      case "pairs":
        log(JSON.stringify(news.report));
        return;
      case "progress":
        // Training steps are logged by themselves.
        if (news.stage !== "training") this.#stages.tell({ ...news, model: null });
        return;
      case "point":
        if (news.point.step > 0) log(JSON.stringify(news.point));
        if (news.collapse.length > 0) log(`the policy has collapsed: ${news.collapse.join(", ")}`);
        return;
      case "halted":
      case "warning":
        this.failure = new PlaygroundError(news.report);
    }
  }
}

async function promptsOf(prompts: string): Promise<PromptSource> {
  if (/^\d+$/.test(prompts)) return { file: null, count: atLeastOneOption(prompts) };
  return { file: { name: prompts, bytes: await openPath(prompts) }, count: null };
}

async function configOf({ config: file, ...options }: Options): Promise<DpoConfig> {
  const fromFile = await configFields(DPO_SETTINGS, file);
  const given = givenSettings(DPO_SETTINGS, options);
  return checkDpoConfig({ ...DPO_DEFAULTS, ...fromFile, ...given }, file ?? "options");
}

function readable(out: string, { pairs, base, tuned, comparison }: AlignedPolicyResults): string {
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
