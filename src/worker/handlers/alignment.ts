import { checkPrompts } from "../../engine/alignment/check-prompts.ts";
import { judgementPlan, pairPrompts } from "../../engine/alignment/problem-sets.ts";
import { type LeftOut, NOTHING_LEFT_OUT } from "../../engine/data/left-out.ts";
import { answerablePrompts, type PromptReaders } from "../../engine/data/prompt-record.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { openJax } from "../../engine/jax.ts";
import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import type { TextOrChat } from "../../engine/tokenizer/conversation.ts";
import { checkDpoConfig } from "../../engine/training/check-config.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { Gate } from "../../flows/gate.ts";
import { StagedWork } from "../../flows/staged-work.ts";
import type { Alignment, AlignmentPlan, AlignmentStage } from "../alignment-records.ts";
import { type LoadedReward, type Models, weightsOf } from "../models.ts";
import type { AlignRequest, ControlAlignmentRequest } from "../requests.ts";
import type { Call } from "../serve.ts";
import type { AlignmentCourse } from "./alignment-course.ts";
import { judgeTuned } from "./alignment-judgement.ts";
import { pairsOfAll } from "./alignment-pairs.ts";
import { AlignmentSamples } from "./alignment-samples.ts";
import { type Lane, openLanes, trainPolicies } from "./alignment-training.ts";
import { openFile } from "./open-file.ts";

/** A worker's state of alignment: the samples it has drawn, and the alignment that runs. One at a time. */
export class AlignmentRoom {
  readonly #models: Models;
  readonly #runtime: () => RuntimeOptions;
  readonly #samples = new AlignmentSamples();
  #running: { gate: Gate; enough: AbortController } | null = null;

  constructor(models: Models, runtime: () => RuntimeOptions) {
    this.#models = models;
    this.#runtime = runtime;
  }

  async control({ action }: ControlAlignmentRequest): Promise<null> {
    if (action === "stop") this.#running?.enough.abort();
    // What waits has to hear that it is enough.
    this.#running?.gate[action === "stop" ? "resume" : action]();
    return null;
  }

  /**
   * From samples to tuned policies and what the verifier says of them; null where only pairs were asked for, or training
   * was stopped before its first step.
   */
  async align({ plan }: AlignRequest, { emit, signal }: Call<"align">): Promise<Alignment | null> {
    if (this.#running) {
      throw new PlaygroundError({ what: "An alignment is under way", where: "align", fix: "Cancel it first." });
    }
    const gate = new Gate();
    const enough = new AbortController();
    this.#running = { gate, enough };
    const lanes: Lane[] = [];
    try {
      checkDpoConfig(plan.config, "settings");
      const runtime = this.#runtime();
      // The policy first: reward models have to read what it writes.
      await this.#models.choosePolicy(plan.policy, runtime);
      const rewards = await this.#rewards(plan, runtime);
      const { policy } = this.#models;
      // Before anything is sampled; pairs alone any policy can give.
      if (plan.until !== "pairs") weightsOf(policy);
      const work = new StagedWork<AlignmentStage>(gate, signal, (progress) => emit({ type: "progress", ...progress }));
      const course: AlignmentCourse = { plan, policy, runtime, work, emit, signal, enough: enough.signal };

      const validation = judgementPlan(wordProblems, "validation", plan.validation);
      const test = judgementPlan(wordProblems, "test", plan.test);
      const sampling = { samples: plan.samples, maxTokens: MAX_RESPONSE_TOKENS, seed: plan.config.seed };
      const { prompts, leftOut } = await promptsOf(plan, {
        ...{ tokenizer: policy.tokenizer, contextLength: policy.lm.contextLength, maxTokens: sampling.maxTokens },
        judgedLength: Math.min(...rewards.map(({ model }) => model.contextLength)),
      });
      emit({ type: "leftOut", leftOut });
      checkPrompts(wordProblems, prompts, [...validation.problems, ...test.problems]);
      const sampled = await this.#samples.of(policy, prompts, sampling, course);
      const rewarded = await this.#samples.rewards(rewards, policy, sampled, course);
      const chosen = await pairsOfAll(rewards, sampled, rewarded, course);
      if (plan.until === "pairs") return null;

      await openJax(runtime.backend);
      lanes.push(...openLanes(chosen, course));
      await trainPolicies(lanes, validation, course);
      const trained = lanes.filter(({ run, halted }) => run.step > 0 && !halted);
      return trained.length > 0 ? await judgeTuned(trained, test, course) : null;
    } finally {
      this.#running = null;
      for (const { run } of lanes) run.dispose();
    }
  }

  /** The reward models of a plan, in its order. @throws PlaygroundError where one is not there */
  async #rewards({ rewards, stored }: AlignmentPlan, runtime: RuntimeOptions): Promise<LoadedReward[]> {
    const { failures } = await this.#models.chooseStored(stored, runtime);
    if (failures[0]) throw new PlaygroundError(failures[0].report);
    return rewards.map((id) => {
      const found = this.#models.rewards.find(({ entry }) => entry.id === id);
      if (found) return found;
      throw new PlaygroundError({
        what: "A reward model is not there",
        where: id,
        expected: "one of the playground, or one that was trained in this browser",
        found: "none with this id",
        fix: "Choose another one.",
      });
    });
  }
}

async function promptsOf(
  { prompts, file, config }: AlignmentPlan,
  readers: PromptReaders,
): Promise<{ prompts: TextOrChat[]; leftOut: LeftOut }> {
  if (!file) return { prompts: pairPrompts(wordProblems, prompts, config.seed), leftOut: NOTHING_LEFT_OUT };
  const { prompts: read, leftOut } = await answerablePrompts(await openFile(file.file), file.name, readers);
  return { prompts: read.slice(0, prompts).map(({ prompt }) => prompt), leftOut };
}
