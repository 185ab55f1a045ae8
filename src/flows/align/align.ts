import { checkPrompts } from "../../engine/alignment/check-prompts.ts";
import { judgementPlan, pairPrompts } from "../../engine/alignment/problem-sets.ts";
import type { SampledPrompt } from "../../engine/alignment/sampled-prompt.ts";
import { checkSomeLeft, type LeftOut, NOTHING_LEFT_OUT, Omissions } from "../../engine/data/left-out.ts";
import { answerablePrompts, type PlacedPrompt, type PromptReaders } from "../../engine/data/prompt-record.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { checkDpoConfig } from "../../engine/training/check-config.ts";
import { UnusableRecord } from "../../engine/unusable-record.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { StagedWork } from "../staged-work.ts";
import type { AlignmentContext } from "./context.ts";
import type { AlignmentHost, TunedPolicy } from "./host.ts";
import { judgeTuned } from "./judgement.ts";
import { chooseAllPairs } from "./pairs.ts";
import type { AlignedBase, AlignmentSettings, AlignmentStage, ChoosingReward, PromptSource } from "./plan.ts";
import { PolicyPlaces } from "./policy-places.ts";
import type { AlignmentSamples } from "./samples.ts";
import { openLanes, type PolicyLane, trainPolicies } from "./training.ts";

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
 * policy on each model's pairs (one step each), keeps the policies and judges them on the test problems.
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
  const { prompts: placed, leftOut } = await promptsOf(source, sampling.seed, {
    ...{ tokenizer: policy.tokenizer, contextLength: policy.lm.contextLength, maxTokens: sampling.maxTokens },
    judgedLength: Math.min(...rewards.flatMap(({ model }) => (model.byText ? [] : model.contextLength))),
    others: rewards.flatMap(({ model: { byText, contextLength } }) =>
      byText ? { tokenizer: byText.tokenizer, contextLength } : [],
    ),
  });
  tell({ type: "leftOut", leftOut });
  const prompts = placed.map(({ prompt }) => prompt);
  checkPrompts(wordProblems, prompts, [...validation.problems, ...test.problems]);
  const sampled = await samples.of(prompts, sampling, context);
  const read = whereAllRead(rewards, placed, sampled, await samples.rewards(rewards, sampled, context));
  tell({ type: "leftOut", leftOut: read.leftOut });
  checkSomeLeft(read.sampled.length, source.file?.name ?? PROMPTS, read.leftOut);
  const chosen = await chooseAllPairs(rewards, read.sampled, read.rewarded, context);
  if (settings.until === "pairs") return null;

  await host.openDevice();
  const places = new PolicyPlaces(host.workers, chosen.length, policy.checkpoint());
  tell({ type: "arranged", workers: places.count });
  const lanes: PolicyLane[] = [];
  try {
    lanes.push(...(await openLanes(chosen, places, context)));
    await trainPolicies(lanes, validation, context);
    const trained = lanes.filter(({ run, halted }) => run.step > 0 && !halted);
    return trained.length > 0 ? await judgeTuned(trained, test, context) : null;
  } finally {
    for (const { run } of lanes) run.dispose();
    places.close();
  }
}

/** The list whose elements the prompts are that come from no file. */
const PROMPTS = "prompts";

async function promptsOf(
  { file, count }: PromptSource,
  seed: number,
  readers: PromptReaders,
): Promise<{ prompts: PlacedPrompt[]; leftOut: LeftOut }> {
  if (!file) {
    const prompts = pairPrompts(wordProblems, count ?? 0, seed).map((prompt, i): PlacedPrompt => {
      return { place: { file: PROMPTS, unit: "element", number: i + 1 }, prompt };
    });
    return { prompts, leftOut: NOTHING_LEFT_OUT };
  }
  const { prompts, leftOut } = await answerablePrompts(file.bytes, file.name, readers);
  return { prompts: prompts.slice(0, count ?? undefined), leftOut };
}

/**
 * The prompts whose samples every reward model can read, so that all choose among the same.
 * @param rewarded rewards by reward model and prompt, or why the reward model cannot read a sample
 */
function whereAllRead(
  rewards: readonly ChoosingReward[],
  placed: readonly PlacedPrompt[],
  sampled: readonly SampledPrompt[],
  rewarded: readonly (readonly (number[] | UnusableRecord)[])[],
): { sampled: SampledPrompt[]; rewarded: number[][][]; leftOut: LeftOut } {
  const omissions = new Omissions();
  for (const [i, { place }] of placed.entries()) {
    for (const [judge, { name }] of rewards.entries()) {
      const read = rewarded[judge]?.[i];
      if (!(read instanceof UnusableRecord)) continue;
      omissions.add(place, { why: read.why, report: { ...read.report, where: `an answer as ${name} reads it` } });
    }
  }
  const isRead = (_: unknown, i: number) => !omissions.has((placed[i] as PlacedPrompt).place);
  return {
    sampled: sampled.filter(isRead),
    rewarded: rewarded.map((by) => by.filter(isRead) as number[][]),
    leftOut: omissions.account(),
  };
}
