import { checkPrompts } from "../../engine/alignment/check-prompts.ts";
import { judgementPlan, pairPrompts } from "../../engine/alignment/problem-sets.ts";
import { type LeftOut, NOTHING_LEFT_OUT } from "../../engine/data/left-out.ts";
import { answerablePrompts, type PromptReaders } from "../../engine/data/prompt-record.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import type { TextOrChat } from "../../engine/tokenizer/conversation.ts";
import { checkDpoConfig } from "../../engine/training/check-config.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { StagedWork } from "../staged-work.ts";
import type { AlignmentContext } from "./context.ts";
import type { AlignmentHost, TunedPolicy } from "./host.ts";
import { judgeTuned } from "./judgement.ts";
import { chooseAllPairs } from "./pairs.ts";
import type { AlignedBase, AlignmentSettings, AlignmentStage, ChoosingReward, PromptSource } from "./plan.ts";
import type { AlignmentSamples } from "./samples.ts";
import { type Lane, openLanes, trainPolicies } from "./training.ts";

/** The policy, the reward models, the prompts and the samples of an alignment. */
export interface AlignmentMaterials {
  policy: AlignedBase;
  /** Reward models; each chooses pairs for a policy of its own, all from the same samples. */
  rewards: readonly ChoosingReward[];
  prompts: PromptSource;
  /** Keeps the samples that this host drew earlier. */
  samples: AlignmentSamples;
}

/**
 * Runs an alignment: samples the prompts, lets every reward model judge the samples and choose its pairs, trains a
 * policy on each model's pairs (one step each in turn), keeps the policies and judges them on the test problems.
 * @returns null if only pairs were asked for, or training was stopped before its first step
 * @throws PlaygroundError if a setting, the policy, the prompts or the samples cannot be used
 */
export async function alignPolicies(
  { policy, rewards, prompts: source, samples }: AlignmentMaterials,
  settings: AlignmentSettings,
  host: AlignmentHost,
): Promise<TunedPolicy[] | null> {
  const { gate, signal, tell } = host;
  checkDpoConfig(settings.config, "settings");
  // Fails before anything is sampled. For pairs alone the policy needs no weights.
  if (settings.until !== "pairs") policy.checkpoint();
  const work = new StagedWork<AlignmentStage>(gate, signal, (progress) => tell({ type: "progress", ...progress }));
  const context: AlignmentContext = { settings, policy, work, host };

  const validation = judgementPlan(wordProblems, "validation", settings.validation);
  const test = judgementPlan(wordProblems, "test", settings.test);
  const sampling = { samples: settings.samples, maxTokens: MAX_RESPONSE_TOKENS, seed: settings.config.seed };
  const { prompts, leftOut } = await promptsOf(source, sampling.seed, {
    ...{ tokenizer: policy.tokenizer, contextLength: policy.lm.contextLength, maxTokens: sampling.maxTokens },
    judgedLength: Math.min(...rewards.map(({ model }) => model.contextLength)),
  });
  tell({ type: "leftOut", leftOut });
  checkPrompts(wordProblems, prompts, [...validation.problems, ...test.problems]);
  const sampled = await samples.of(prompts, sampling, context);
  const rewarded = await samples.rewards(rewards, sampled, context);
  const chosen = await chooseAllPairs(rewards, sampled, rewarded, context);
  if (settings.until === "pairs") return null;

  await host.openDevice();
  const lanes: Lane[] = [];
  try {
    lanes.push(...(await openLanes(chosen, context)));
    await trainPolicies(lanes, validation, context);
    const trained = lanes.filter(({ run, halted }) => run.step > 0 && !halted);
    return trained.length > 0 ? await judgeTuned(trained, test, context) : null;
  } finally {
    for (const { run } of lanes) run.dispose();
  }
}

async function promptsOf(
  { file, count }: PromptSource,
  seed: number,
  readers: PromptReaders,
): Promise<{ prompts: TextOrChat[]; leftOut: LeftOut }> {
  if (!file) return { prompts: pairPrompts(wordProblems, count ?? 0, seed), leftOut: NOTHING_LEFT_OUT };
  const { prompts: read, leftOut } = await answerablePrompts(file.bytes, file.name, readers);
  return { prompts: read.slice(0, count ?? undefined).map(({ prompt }) => prompt), leftOut };
}
