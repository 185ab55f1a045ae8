import type { CausalLM, LmCache } from "../policy/causal-lm.ts";
import { type GenerationSettings, generate, type Sample } from "../policy/generate.ts";
import { choice, deriveSeed, seededRandom } from "../random.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { Problem, World } from "../world/world.ts";
import type { Preference } from "./preference.ts";

/** Finished responses a problem, drawn as they come: temperature 1, nothing cut off. */
const SAMPLES = 8;
export const MAX_RESPONSE_TOKENS = 96;

/**
 * Preference pairs of one problem: right and wrong responses of the policy, as the verifier judges them, drawn from all
 * of their kind. No wrong response comes twice, a right one may. None where the policy got all samples right or all
 * wrong. Only finished responses count.
 * @param perProblem pairs at most; the first k are the same for every count
 */
export async function samplePreferences<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  tokenizer: Tokenizer,
  world: World,
  problem: Problem,
  { seed, perProblem }: { seed: number; perProblem: number },
): Promise<Preference<string>[]> {
  const own = deriveSeed(seed, problem.id);
  const settings: GenerationSettings = { temperature: 1, topK: 0, topP: 1, maxTokens: MAX_RESPONSE_TOKENS, seed: own };
  const samples = await generate(lm, tokenizer.promptIds(problem.prompt), settings, { samples: SAMPLES });
  const texts = samples.filter(finished).map(({ ids }) => tokenizer.decode(ids));
  const right = texts.filter((text) => world.verify(problem, text).correct);
  let wrong = texts.filter((text) => !world.verify(problem, text).correct);
  const random = seededRandom(own);
  const pairs: Preference<string>[] = [];
  while (right.length > 0 && wrong.length > 0 && pairs.length < perProblem) {
    const chosen = choice(random, right);
    const rejected = choice(random, wrong);
    pairs.push({ prompt: problem.prompt, chosen, rejected });
    wrong = wrong.filter((text) => text !== rejected);
  }
  return pairs;
}

function finished({ finish }: Sample): boolean {
  return finish === "eos";
}
