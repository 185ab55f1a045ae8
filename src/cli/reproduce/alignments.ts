import { verdictOn } from "../../engine/alignment/pair-report.ts";
import { choosePairs, policyPairs } from "../../engine/alignment/preference-pairs.ts";
import { judgementPlan, pairPrompts } from "../../engine/alignment/problem-sets.ts";
import { sampleRewards } from "../../engine/alignment/sample-rewards.ts";
import { type SampledPrompt, samplePrompts } from "../../engine/alignment/sampled-prompt.ts";
import { judgePolicy, type PolicyJudgement } from "../../engine/evaluation/judge-policy.ts";
import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import { textOf } from "../../engine/tokenizer/conversation.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { DPO_DEFAULTS, type DpoConfig } from "../../engine/training/dpo-config.ts";
import { PolicyRun } from "../../engine/training/policy-run.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { TrainablePolicy } from "../models.ts";
import { type Alignment, type AlignmentPlan, VERIFIER } from "./plan.ts";
import { agreementOf, type PolicyFigures, policyFigures } from "./policy-figures.ts";
import type { Records } from "./records.ts";

/** Policies tuned on what reward models prefer: samples drawn once a seed, the base judged once. */
export class Alignments {
  readonly #policy: TrainablePolicy;
  readonly #plan: AlignmentPlan;
  readonly #records: Records;
  readonly #runtime: RuntimeOptions;

  constructor(policy: TrainablePolicy, plan: AlignmentPlan, records: Records, runtime: RuntimeOptions) {
    this.#policy = policy;
    this.#plan = plan;
    this.#records = records;
    this.#runtime = runtime;
  }

  /** Gold accuracy on validation problems, by which a learning rate is chosen. */
  async trial(alignment: Alignment, reward: RewardModel): Promise<number> {
    const { lm } = await this.#tuned(alignment, reward);
    const { figures } = await this.#judged(lm, reward, "validation");
    await lm.release();
    return figures.goldSampled.value;
  }

  /** What the verifier says of the tuned policy and of the base, on test problems. */
  async figures(alignment: Alignment, reward: RewardModel): Promise<PolicyFigures> {
    const { lm, agreement } = await this.#tuned(alignment, reward);
    const tuned = await this.#judged(lm, reward, "test");
    const base = await this.#judged(this.#policy.lm, reward, "test");
    await lm.release();
    return policyFigures(tuned.answers, base.answers, agreement);
  }

  async #tuned({ chooser, seed, learningRate }: Alignment, reward: RewardModel) {
    const { checkpoint, tokenizer } = this.#policy;
    const sampled = await this.samples(seed);
    const rewards = chooser === VERIFIER ? verdicts(sampled) : await sampleRewards(reward, tokenizer, sampled);
    const choice = choosePairs(sampled, rewards, 0);
    const agreement = agreementOf(
      sampled.map(({ prompt }) => textOf(prompt, "user")),
      new Map(choice.pairs.map((pair) => [textOf(pair.prompt, "user"), verdictOn(wordProblems, pair)])),
      seed,
    );
    const config: DpoConfig = { ...DPO_DEFAULTS, learningRate, seed };
    const run = new PolicyRun(config, {
      base: checkpoint,
      pairs: policyPairs(choice.pairs, tokenizer),
      padTokenId: trainingIds(tokenizer).padId,
    });
    try {
      while (!run.done) await run.advance();
      const lm = await openCausalLM(await run.checkpoint(chooser), this.#runtime);
      return { lm, agreement };
    } finally {
      run.dispose();
    }
  }

  #judged(lm: CausalLM, reward: RewardModel, split: "validation" | "test"): Promise<PolicyJudgement> {
    const { validationProblems, testProblems } = this.#plan;
    const { lm: reference, tokenizer } = this.#policy;
    const plan = judgementPlan(wordProblems, split, split === "validation" ? validationProblems : testProblems);
    return judgePolicy(lm, { world: wordProblems, reward, reference, tokenizer }, plan);
  }

  /** Drawn once, for all that align on them. */
  samples(seed: number): Promise<SampledPrompt[]> {
    const { prompts, samples } = this.#plan;
    const { lm, tokenizer } = this.#policy;
    const plan = { samples, maxTokens: MAX_RESPONSE_TOKENS, seed };
    return this.#records.get(`alignment-samples-seed${seed}`, () =>
      samplePrompts(lm, tokenizer, pairPrompts(wordProblems, prompts, seed), plan),
    );
  }
}

/** 1 for a right response, 0 for a wrong one. */
function verdicts(sampled: readonly SampledPrompt[]): number[][] {
  return sampled.map(({ prompt, samples }) => {
    const problem = wordProblems.solve(textOf(prompt, "user"));
    return samples.map(({ text }) => (wordProblems.verify(problem, text).correct ? 1 : 0));
  });
}
