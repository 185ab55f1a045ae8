import type { SampledProblem } from "../../engine/evaluation/best-of-n/report.ts";
import { type BestOfNMaterial, runBestOfN } from "../../engine/evaluation/best-of-n/run-best-of-n.ts";
import { type JudgedProblem, type Way, waysToChoose } from "../../engine/evaluation/best-of-n/ways.ts";
import type { ReportedJudge } from "../../engine/evaluation/report.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import { deriveSeed } from "../../engine/random.ts";
import { type BootstrapSettings, type Resampled, resample } from "../../engine/statistics/bootstrap.ts";
import { mean } from "../../engine/statistics/statistic.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { EMBEDDED_POLICY, type WritingPolicy } from "../models.ts";
import { SEED } from "./conditions.ts";
import { JUDGED_MODEL, type PrefixScorer } from "./judged-set.ts";
import type { Plan } from "./plan.ts";
import type { Records } from "./records.ts";

const N = 16;
// Only the choices are needed here; intervals are computed over seeds later.
const NO_INTERVALS = { bootstrap: { resamples: 0, seed: 0 } };

/** Share of problems for which the sample with the highest reward among 4, or among 16, is right. */
export interface BestOf {
  bestOf4: Resampled;
  bestOf16: Resampled;
}

/** Sixteen samples of the policy for each of some test problems: drawn once, and used by every reward model. */
export class BestOfSixteen {
  readonly #material: BestOfNMaterial;
  readonly #sampled: readonly SampledProblem[];
  readonly #bootstrap: BootstrapSettings;

  private constructor(material: BestOfNMaterial, sampled: readonly SampledProblem[], bootstrap: BootstrapSettings) {
    this.#material = material;
    this.#sampled = sampled;
    this.#bootstrap = bootstrap;
  }

  static async sample(
    policy: WritingPolicy,
    { bestOfProblems, resamples }: Pick<Plan, "bestOfProblems" | "resamples">,
    records: Records,
  ): Promise<BestOfSixteen> {
    const seed = deriveSeed(SEED, "best of 16");
    const material: BestOfNMaterial = {
      problems: wordProblems.problems({ split: "test", n: bestOfProblems, seed }),
      policy: { name: EMBEDDED_POLICY, ...policy },
      models: [],
      training: [],
      world: wordProblems,
    };
    const sampled = await records.get(
      "best-of-samples",
      async () => (await runBestOfN(material, PLAN, NO_INTERVALS)).problems,
    );
    return new BestOfSixteen(material, sampled, { resamples, seed: 0 });
  }

  async gold(model: PrefixScorer): Promise<BestOf> {
    const { tokenizer, lm } = this.#material.policy;
    const judge = {
      id: JUDGED_MODEL,
      name: JUDGED_MODEL,
      model,
      tokenizer,
      contextLength: lm.contextLength,
      cache: new Map(),
    };
    const { problems } = await runBestOfN({ ...this.#material, models: [judge] }, PLAN, {
      ...NO_INTERVALS,
      sampled: this.#sampled,
    });
    const [own] = waysToChoose([judge]) as [Way];
    return this.#goldOf(own, problems);
  }

  /** The shares of right choices by the baselines, and of pass@N as the upper bound. */
  baselines(): { judge: ReportedJudge; gold: BestOf }[] {
    const problems = this.#sampled.map((problem): JudgedProblem => {
      const samples = problem.samples.map((sample) => ({ ...sample, rewards: {} }));
      return { ...problem, samples };
    });
    return waysToChoose([]).map((way) => ({ judge: way.judge, gold: this.#goldOf(way, problems) }));
  }

  #goldOf(way: Way, problems: readonly JudgedProblem[]): BestOf {
    const clusters = problems.map(({ problem }) => problem);
    const among = (n: number) =>
      resample(mean(problems.map((problem) => way.gold(n, problem))), clusters, this.#bootstrap);
    return { bestOf4: among(4), bestOf16: among(N) };
  }
}

const PLAN = { n: [N], samples: N, temperature: 1, topK: 0, topP: 1, maxTokens: MAX_RESPONSE_TOKENS, seed: 0 };
