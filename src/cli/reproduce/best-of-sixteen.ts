import type { SampledProblem } from "../../engine/evaluation/best-of-n/report.ts";
import { type BestOfNMaterial, runBestOfN } from "../../engine/evaluation/best-of-n/run-best-of-n.ts";
import { type JudgedProblem, type Way, waysToChoose } from "../../engine/evaluation/best-of-n/ways.ts";
import type { Judge } from "../../engine/evaluation/report.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import { type Resampled, resample } from "../../engine/statistics/bootstrap.ts";
import { mean } from "../../engine/statistics/statistic.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { EMBEDDED_POLICY, type LoadedPolicy } from "../models.ts";
import { MODEL } from "./judged-file.ts";
import type { Records } from "./records.ts";

const N = 16;
// Only verdicts and rewards are asked for here; intervals are taken where seeds come together.
const NO_INTERVALS = { bootstrap: { resamples: 0, seed: 0 } };

/** Sixteen samples of each of some test problems: drawn once, chosen from by every reward model. */
export class BestOfSixteen {
  readonly #material: BestOfNMaterial;
  readonly #sampled: readonly SampledProblem[];

  private constructor(material: BestOfNMaterial, sampled: readonly SampledProblem[]) {
    this.#material = material;
    this.#sampled = sampled;
  }

  static async sample(policy: LoadedPolicy, problems: number, records: Records): Promise<BestOfSixteen> {
    const material: BestOfNMaterial = {
      problems: wordProblems.problems({ split: "test", n: problems, seed: 0 }),
      policy: { name: EMBEDDED_POLICY, ...policy },
      models: [],
      training: [],
      world: wordProblems,
    };
    const sampled = await records.get(
      "best-of-samples",
      async () => (await runBestOfN(material, PLAN, NO_INTERVALS)).problems,
    );
    return new BestOfSixteen(material, sampled);
  }

  /** Share of problems answered right by the sample with the highest reward. */
  async gold(model: RewardModel): Promise<Resampled> {
    const { tokenizer, lm } = this.#material.policy;
    const judge = { id: MODEL, name: MODEL, model, tokenizer, contextLength: lm.contextLength, cache: new Map() };
    const { problems } = await runBestOfN({ ...this.#material, models: [judge] }, PLAN, {
      ...NO_INTERVALS,
      sampled: this.#sampled,
    });
    const [own] = waysToChoose([judge]) as [Way];
    return goldOf(own, problems);
  }

  /** The same of every dull way to choose, and of the ceiling. */
  async baselines(): Promise<{ judge: Judge; gold: Resampled }[]> {
    const { problems } = await runBestOfN(this.#material, PLAN, { ...NO_INTERVALS, sampled: this.#sampled });
    return waysToChoose([]).map((way) => ({ judge: way.judge, gold: goldOf(way, problems) }));
  }
}

function goldOf(way: Way, problems: readonly JudgedProblem[]): Resampled {
  return resample(
    mean(problems.map((problem) => way.gold(N, problem))),
    problems.map(({ problem }) => problem),
  );
}

const PLAN = { n: [N], samples: N, temperature: 1, topK: 0, topP: 1, maxTokens: MAX_RESPONSE_TOKENS, seed: 0 };
