export { problemId } from "./problem.ts";

import { problems } from "./problems.ts";
import { solve } from "./solve.ts";
import { parseSteps } from "./steps.ts";
import { verify } from "./verify.ts";
import type { World } from "./world.ts";

/** The embedded world: English word problems of several steps over whole numbers. */
export const wordProblems: World = { problems, solve, parseSteps, verify };

export { type Difficulty, difficulties, type WorldSettings } from "./settings.ts";
export { worldTokenizerConfig, worldTokenizerJson } from "./tokenizer-files.ts";
export type { Problem, ProblemRequest, Split, Step, StepSegment, StepVerdict, Verdict, World } from "./world.ts";
