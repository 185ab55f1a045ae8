import { verdictOn } from "../../engine/alignment/pair-report.ts";
import { choosePairs, policyPairs } from "../../engine/alignment/preference-pairs.ts";
import { pairPrompts } from "../../engine/alignment/problem-sets.ts";
import { sampleRewards } from "../../engine/alignment/sample-rewards.ts";
import { type SampledPrompt, samplePrompts } from "../../engine/alignment/sampled-prompt.ts";
import { type JudgementPlan, judgeAgain, judgePolicy } from "../../engine/evaluation/judge-policy.ts";
import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { openCausalLM } from "../../engine/policy/onnx-causal-lm.ts";
import { deriveSeed } from "../../engine/random.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import type { BootstrapSettings } from "../../engine/statistics/bootstrap.ts";
import { textOf } from "../../engine/tokenizer/conversation.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import { DPO_DEFAULTS, type DpoConfig } from "../../engine/training/dpo-config.ts";
import { PolicyRun } from "../../engine/training/policy-run.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { TrainablePolicy } from "../models.ts";
import { SEED } from "./conditions.ts";
import { type Plan, type ReproducedAlignment, VERIFIER } from "./plan.ts";
import { agreementOf, policyFigures, type TunedPolicyFigures } from "./policy-figures.ts";
import type { Records } from "./records.ts";

const JUDGED_SAMPLES = 4;

/** Tunes policies to reward models. Samples are drawn once per seed, and the base is judged once. */
export class Alignments {
  readonly #policy: TrainablePolicy;
  readonly #plan: Plan;
  readonly #records: Records;
  readonly #runtime: RuntimeOptions;
  readonly #bootstrap: BootstrapSettings;

  constructor(policy: TrainablePolicy, plan: Plan, records: Records, runtime: RuntimeOptions) {
    this.#policy = policy;
    this.#plan = plan;
    this.#records = records;
    this.#runtime = runtime;
    this.#bootstrap = { resamples: plan.resamples, seed: 0 };
  }

  /** The figures of the tuned policy and of the base on test problems, by the verifier. */
  async figures(alignment: ReproducedAlignment, reward: RewardModel): Promise<TunedPolicyFigures> {
    const { lm, agreement } = await this.#tuned(alignment, reward);
    const tuned = await judgePolicy(lm, this.#judges(reward), this.#judgement());
    await lm.release();
    // The base's answers do not depend on the reward model that judges them.
    const answers = await this.#records.get("policy-base", async () => {
      const judged = await judgePolicy(this.#policy.lm, this.#judges(reward), this.#judgement());
      return judged.answers;
    });
    const base = await judgeAgain(answers, this.#judgeOf(reward), this.#policy.tokenizer);
    return policyFigures(tuned.answers, base.answers, agreement, this.#bootstrap);
  }

  async #tuned({ chooser, seed, learningRate }: ReproducedAlignment, reward: RewardModel) {
    const { checkpoint, tokenizer } = this.#policy;
    const sampled = await this.samples(seed);
    const rewards =
      chooser === VERIFIER ? verdicts(sampled) : await sampleRewards(this.#judgeOf(reward), tokenizer, sampled);
    const choice = choosePairs(sampled, rewards, 0);
    const agreement = agreementOf(
      sampled.map(({ prompt }) => textOf(prompt, "user")),
      new Map(choice.pairs.map((pair) => [textOf(pair.prompt, "user"), verdictOn(wordProblems, pair)])),
      { ...this.#bootstrap, seed },
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

  /** Reward models of a reproduction start from the policy, and have its tokenizer. */
  #judgeOf(model: RewardModel) {
    return { model, tokenizer: this.#policy.tokenizer };
  }

  #judges(reward: RewardModel) {
    const { lm: reference, tokenizer } = this.#policy;
    return { world: wordProblems, reward: this.#judgeOf(reward), reference, tokenizer };
  }

  #judgement(): JudgementPlan {
    const n = this.#plan.alignment.testProblems;
    const problems = wordProblems.problems({ split: "test", n, seed: deriveSeed(SEED, "policies") });
    return { problems, samples: JUDGED_SAMPLES, maxTokens: MAX_RESPONSE_TOKENS, seed: 0 };
  }

  /** The samples of a seed, drawn once for all policies tuned on them. */
  samples(seed: number): Promise<SampledPrompt[]> {
    const { prompts, samples } = this.#plan.alignment;
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
