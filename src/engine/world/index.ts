export { problemId } from "./problem.ts";

import { attemptsOf, CLASS_DEFAULTS } from "./class.ts";
import { problems } from "./problems.ts";
import { solve } from "./solve.ts";
import { parseSteps } from "./steps.ts";
import { storyOf } from "./stories.ts";
import { verify } from "./verify.ts";
import type { World } from "./world.ts";

/** The embedded world: a class of students writes about word problems, with systematic mistakes. */
export const wordProblems: World = {
  problems,
  solve,
  parseSteps,
  verify,
  attempts: (problem, settings = CLASS_DEFAULTS) => attemptsOf(problem.events, storyOf(problem.story), settings),
};

export type { Step } from "./attempt.ts";
export { type Attempt, CLASS_DEFAULTS, type ClassSettings, type Piece, plainText } from "./class.ts";
export {
  allMisconceptions,
  type Misconception,
  type MisconceptionInfo,
  type MisconceptionSet,
  misconceptions,
} from "./misconceptions.ts";
export { allMistakes, type Mistake, mistakeOf, mistakeTitle } from "./mistake.ts";
export { type Distribution, distributions, type WorldSettings } from "./settings.ts";
export { POLICY_CONTEXT, worldTokenizerConfig, worldTokenizerJson } from "./tokenizer-files.ts";
export type { Problem, ProblemRequest, Split, StepSegment, StepVerdict, Verdict, World } from "./world.ts";
