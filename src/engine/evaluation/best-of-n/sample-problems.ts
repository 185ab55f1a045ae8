import { type GenerationSettings, generate } from "../../policy/generate.ts";
import { deriveSeed } from "../../random.ts";
import { mistakeOf } from "../../world/mistake.ts";
import type { Problem, World } from "../../world/world.ts";
import type { OpenedPolicy } from "../opened.ts";
import type { DrawnSample, SampledProblem } from "./report.ts";

export interface ProblemSampling extends GenerationSettings {
  /** Responses per problem (M). */
  samples: number;
}

export interface SamplingOptions {
  onProgress?: ((done: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Draws M responses to each problem and lets the verifier judge them. The responses to a problem do not depend on the
 * other problems.
 * @throws signal.reason when aborted
 */
export async function sampleProblems(
  { lm, tokenizer }: OpenedPolicy,
  world: World,
  problems: readonly Problem[],
  { samples, seed, ...settings }: ProblemSampling,
  { onProgress, signal }: SamplingOptions = {},
): Promise<SampledProblem[]> {
  const sampled: SampledProblem[] = [];
  for (const problem of problems) {
    const promptIds = tokenizer.encodePrompt(problem.prompt, lm.contextLength, 1);
    const own = { ...settings, seed: deriveSeed(seed, problem.id) };
    const drawn = await generate(lm, promptIds, own, { samples, signal });
    // An abort cuts responses short: they must not be judged.
    signal?.throwIfAborted();
    const { id, prompt, answer } = problem;
    const judged = drawn.map(({ ids, traces }): DrawnSample => {
      const text = tokenizer.decode(ids);
      const verdict = world.verify(problem, text);
      const logProbability =
        traces.reduce((sum, { q }) => sum + Math.log(Math.max(q, Number.MIN_VALUE)), 0) / ids.length;
      const correct = verdict.correct === true;
      return {
        ids,
        text,
        answer: verdict.answer,
        correct,
        mistake: correct ? null : mistakeOf(verdict),
        logProbability,
      };
    });
    sampled.push({ problem: id, prompt, promptIds, answer, samples: judged });
    onProgress?.(sampled.length);
  }
  return sampled;
}
