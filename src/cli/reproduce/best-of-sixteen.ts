import type { SampledProblem } from "../../engine/evaluation/best-of-n/report.ts";
import { type BestOfNMaterial, runBestOfN } from "../../engine/evaluation/best-of-n/run-best-of-n.ts";
import { MAX_RESPONSE_TOKENS } from "../../engine/policy/generate.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { EMBEDDED_POLICY, type LoadedPolicy } from "../models.ts";
import { MODEL } from "./judged-file.ts";
import type { Baselines } from "./judges.ts";
import type { Records } from "./records.ts";

const N = 16;
// Intervals are taken over seeds, not over problems.
const NO_INTERVALS = { bootstrap: { resamples: 0, seed: 0 } };

/** Sixteen samples of each of some test problems: drawn once, chosen from by every reward model. */
export class BestOfSixteen {
  readonly #material: BestOfNMaterial;
  readonly #sampled: readonly SampledProblem[];
  readonly baselines: Pick<Baselines, "randomPick" | "majorityVote" | "passAt16">;

  private constructor(
    material: BestOfNMaterial,
    sampled: readonly SampledProblem[],
    baselines: BestOfSixteen["baselines"],
  ) {
    this.#material = material;
    this.#sampled = sampled;
    this.baselines = baselines;
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
    const drawn = await runBestOfN(material, PLAN, { ...NO_INTERVALS, sampled });
    const gold = (judge: string) => drawn.report.curves[judge]?.[0]?.gold.value ?? Number.NaN;
    return new BestOfSixteen(material, sampled, {
      randomPick: gold("baseline:random"),
      majorityVote: gold("baseline:majority"),
      passAt16: gold("truth"),
    });
  }

  /** Share of problems answered right by the sample with the highest reward. */
  async gold(model: RewardModel): Promise<number> {
    const { tokenizer, lm } = this.#material.policy;
    const judge = { id: MODEL, name: MODEL, model, tokenizer, contextLength: lm.contextLength, cache: new Map() };
    const { report } = await runBestOfN({ ...this.#material, models: [judge] }, PLAN, {
      ...NO_INTERVALS,
      sampled: this.#sampled,
    });
    return report.curves[MODEL]?.[0]?.gold.value ?? Number.NaN;
  }
}

const PLAN = { n: [N], samples: N, temperature: 1, topK: 0, topP: 1, maxTokens: MAX_RESPONSE_TOKENS, seed: 0 };
