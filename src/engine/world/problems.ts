import { PlaygroundError } from "../errors.ts";
import { choice, deriveSeed, seededRandom } from "../random.ts";
import { drawProblem } from "./draw.ts";
import { promptHash } from "./problem.ts";
import { distributions } from "./settings.ts";
import { stories } from "./stories.ts";
import type { Problem, ProblemRequest, Split } from "./world.ts";

/** The split that a normalised prompt belongs to, by its hash: 80 % train, 10 % validation, 10 % test. */
export function splitOf(prompt: string): Split {
  const share = promptHash(prompt, 0) % 10;
  return share === 0 ? "test" : share === 1 ? "validation" : "train";
}

/** After this many draws in a row without a new problem, the settings count as too narrow. */
const patience = 20_000;

/**
 * `n` different problems of a split, drawn until they fall into it. Equal requests give equal problems, and the first k
 * of n problems are the problems for n = k.
 *
 * @throws PlaygroundError if a story is unknown, or the settings allow fewer problems than asked for
 */
export function problems({ split, n, seed, settings = distributions.in }: ProblemRequest): Problem[] {
  const told = settings.stories.map((title) => {
    const story = stories.find((candidate) => candidate.title === title);
    if (story) return story;
    const titles = stories.map((known) => known.title).join(", ");
    throw new PlaygroundError({ what: `There is no story "${title}"`, fix: `Choose among ${titles}.` });
  });
  const random = seededRandom(deriveSeed(seed, split));
  const found = new Map<string, Problem>();
  let misses = 0;
  while (found.size < n) {
    const problem = drawProblem(random, choice(random, told), settings);
    if (problem && splitOf(problem.prompt) === split && !found.has(problem.prompt)) {
      found.set(problem.prompt, problem);
      misses = 0;
    } else if (++misses >= patience) {
      throw new PlaygroundError({
        what: `The settings give only ${found.size} distinct ${split} problems`,
        expected: String(n),
        found: String(found.size),
        fix: "Ask for fewer problems, or allow more clauses or more stories.",
      });
    }
  }
  return [...found.values()];
}
