import type { CausalLM, LmCache } from "../../policy/causal-lm.ts";
import { generate, MAX_RESPONSE_TOKENS } from "../../policy/generate.ts";
import { RAW } from "../../policy/generation-probabilities.ts";
import { seededRandom } from "../../random.ts";
import type { Tokenizer } from "../../tokenizer/tokenizer.ts";
import { drawAttempt, writeAttempt } from "../../world/corpus.ts";
import type { ClassSettings, Problem, World } from "../../world/index.ts";

/** Writes the answers that pairs are made of. */
export interface PairWriter {
  /** The source that records name. */
  name: "class" | "policy";
  /** Writes `samples` answers, independent of one another, and returns those that came to an end. */
  write(problem: Problem, samples: number, seed: number): Promise<string[]>;
}

/** The class of students: each answer is by a student drawn by the class's shares; fillers are drawn by chance. */
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

/** A policy that samples at temperature 1, without top-k or top-p. */
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
