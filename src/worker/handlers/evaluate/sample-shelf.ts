import type { SampledProblem } from "../../../engine/evaluation/best-of-n/report.ts";
import { type ProblemSampling, sampleProblems } from "../../../engine/evaluation/best-of-n/sample-problems.ts";
import type { OpenedPolicy } from "../../../engine/evaluation/opened.ts";
import { type Problem, wordProblems } from "../../../engine/world/index.ts";

/**
 * Keeps responses by policy, settings and problem, so that none is drawn twice; a smaller number takes the first of a
 * larger one.
 */
export class SampleShelf {
  readonly #drawn = new Map<string, SampledProblem>();

  /** @throws signal.reason when aborted */
  async responses(
    policy: OpenedPolicy & { id: string },
    problem: Problem,
    plan: ProblemSampling,
    signal: AbortSignal,
  ): Promise<SampledProblem> {
    const { samples, ...settings } = plan;
    const key = JSON.stringify([policy.id, problem.id, settings]);
    const known = this.#drawn.get(key);
    if (known && known.samples.length >= samples) return { ...known, samples: known.samples.slice(0, samples) };
    const [drawn] = await sampleProblems(policy, wordProblems, [problem], plan, { signal });
    this.#drawn.set(key, drawn as SampledProblem);
    return drawn as SampledProblem;
  }
}
