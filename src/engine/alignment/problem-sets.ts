import type { JudgementPlan } from "../evaluation/judge-policy.ts";
import { MAX_RESPONSE_TOKENS } from "../policy/generate.ts";
import { deriveSeed } from "../random.ts";
import type { World } from "../world/world.ts";

const JUDGED_SAMPLES = 4;

/** Prompts to make pairs from. Reward models with the same seed were trained on other problems. */
export function pairPrompts(world: World, n: number, seed: number): string[] {
  return world.problems({ split: "train", n, seed: deriveSeed(seed, "alignment") }).map(({ prompt }) => prompt);
}

/** The problems that a policy is judged on: the same for every seed, so that runs can be compared. */
export function judgementPlan(world: World, split: "validation" | "test", n: number): JudgementPlan {
  const problems = world.problems({ split, n, seed: 0 });
  return { problems, samples: JUDGED_SAMPLES, maxTokens: MAX_RESPONSE_TOKENS, seed: 0 };
}
