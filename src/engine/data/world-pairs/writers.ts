import type { CausalLM, LmCache } from "../../policy/causal-lm.ts";
import { generate, MAX_RESPONSE_TOKENS } from "../../policy/generate.ts";
import { RAW } from "../../policy/generation-probabilities.ts";
import { seededRandom } from "../../random.ts";
import type { Tokenizer } from "../../tokenizer/tokenizer.ts";
import { drawAttempt, writeAttempt } from "../../world/corpus.ts";
import type { ClassSettings, Problem, World } from "../../world/index.ts";

/** Who writes the answers that pairs are made of. */
export interface PairWriter {
  /** What records say they come from. */
  name: "class" | "policy";
  /** So many finished answers to a problem, independent of one another; fewer where some came to no end. */
  write(problem: Problem, samples: number, seed: number): Promise<string[]>;
}

/** The class of students: each answer is a student's, as often as the shares say, fillers as chance has them. */
export function classWriter(world: World, settings: ClassSettings): PairWriter {
  return {
    name: "class",
    async write(problem, samples, seed) {
      const random = seededRandom(seed);
      const attempts = world.attempts(problem, settings);
      return Array.from({ length: samples }, () => writeAttempt(random, drawAttempt(random, attempts)));
    },
  };
}

/** A policy at temperature 1, nothing cut off. */
export function policyWriter<Cache extends LmCache>(lm: CausalLM<Cache>, tokenizer: Tokenizer): PairWriter {
  return {
    name: "policy",
    async write(problem, samples, seed) {
      const settings = { ...RAW, maxTokens: MAX_RESPONSE_TOKENS, seed };
      const drawn = await generate(lm, tokenizer.promptIds(problem.prompt), settings, { samples });
      return drawn.filter(({ finish }) => finish === "eos").map(({ ids }) => tokenizer.decode(ids));
    },
  };
}
