import { reservedTemplates } from "./reserved-templates.ts";
import { defaultTemplates } from "./templates.ts";

/** What problems are drawn: how long, how large, from which stories. All bounds are included. */
export interface WorldSettings {
  minSteps: number;
  maxSteps: number;
  /** Largest quantity a story starts with. */
  maxStart: number;
  /** Largest number added to or taken from a running total. */
  maxAddend: number;
  /** Largest small factor, and largest divisor. */
  maxFactor: number;
  /** Largest size of a group in "3 bags of 6". */
  maxGroup: number;
  /** Largest product, running totals included. */
  maxProduct: number;
  /** Largest result of any step. */
  maxResult: number;
  /** In tokens of the world's tokenizer, without <bos>. */
  maxPromptTokens: number;
  /** Prompt and solution with <bos> and <eos>. */
  maxTokens: number;
  /** Share of problems that also mention a number of no use. */
  distractors: number;
  /** Names of the story templates drawn from, equally often. */
  templates: string[];
}

/** Small numbers: a reward model of the policy's size learns to judge them from about a thousand pairs. */
const easy: WorldSettings = {
  minSteps: 2,
  maxSteps: 4,
  maxStart: 12,
  maxAddend: 9,
  maxFactor: 5,
  maxGroup: 6,
  maxProduct: 24,
  maxResult: 24,
  maxPromptTokens: 62,
  maxTokens: 112,
  distractors: 0.08,
  templates: defaultTemplates.map(({ name }) => name),
};

/** What the embedded policy is trained on: a 0.8 M parameter decoder learns it in some thousand steps. */
const medium: WorldSettings = {
  minSteps: 2,
  maxSteps: 5,
  maxStart: 40,
  maxAddend: 40,
  maxFactor: 9,
  maxGroup: 12,
  maxProduct: 120,
  maxResult: 200,
  maxPromptTokens: 62,
  maxTokens: 112,
  distractors: 0.08,
  templates: defaultTemplates.map(({ name }) => name),
};

/** Longer solutions, larger numbers, stories never trained on; twice the length in tokens. */
const hard: WorldSettings = {
  minSteps: 6,
  maxSteps: 8,
  maxStart: 400,
  maxAddend: 200,
  maxFactor: 9,
  maxGroup: 60,
  maxProduct: 540,
  maxResult: 999,
  maxPromptTokens: 112,
  maxTokens: 224,
  distractors: 0.08,
  templates: reservedTemplates.map(({ name }) => name),
};

/** Preferences, values and judgements are about easy problems unless another is asked for. */
export const difficulties = { easy, medium, hard };
export type Difficulty = keyof typeof difficulties;
