import { choice, type Random, randomInt } from "../random.ts";
import { evaluate, type Operator, withoutBorrow, withoutCarry } from "./attempt.ts";
import { type Attempt, attemptsOf, CLASS_DEFAULTS } from "./class.ts";
import { drawProblem } from "./draw.ts";
import { distributions, type WorldSettings } from "./settings.ts";
import { stories, storyOf } from "./stories.ts";
import { verify } from "./verify.ts";
import { MARKS, SHEET } from "./vocabulary.ts";
import type { Problem } from "./world.ts";

/** A stretch of a document; the policy learns to write what is `learnt` and only reads the rest. */
export interface Passage {
  text: string;
  learnt: boolean;
}

/** What the policy learns from. A graded document begins with `<graded>` instead of `<bos>`, and has a teacher's marks. */
export interface CorpusDocument {
  graded: boolean;
  /** In order; text of special tokens stands for these. */
  passages: Passage[];
}

/** What share of the corpus each kind of document has. */
export interface CorpusSettings {
  /** Exercise sheets; the rest are attempts at problems. */
  sheets: number;
  /** Of both, those with marks. */
  graded: number;
  /** Of the attempts, those at longer problems. */
  long: number;
  /** Of graded attempts, those of a class that holds the subtle misconceptions, too; plain ones are of the usual class. */
  subtle: number;
}

export const CORPUS_DEFAULTS: CorpusSettings = { sheets: 0.2, graded: 0.5, long: 0.25, subtle: 0.3 };

/** An end of a text that is a token of its own. */
const END = "<eos>";

/**
 * A random document, or null where what was drawn is of no use or `isIncluded` keeps its problem out.
 * @param isIncluded whether a prompt may be in the corpus: those of validation and test problems may not
 */
export function drawDocument(
  random: Random,
  settings: CorpusSettings,
  isIncluded: (prompt: string) => boolean,
): CorpusDocument | null {
  const graded = random() < settings.graded;
  if (random() < settings.sheets) return sheet(random, graded);
  const misconceptions = graded && random() < settings.subtle ? "all" : "clear";
  const { minEvents, maxEvents } = random() < settings.long ? distributions.out : distributions.in;
  const world: WorldSettings = { ...distributions.in, minEvents, maxEvents, misconceptions };
  const problem = drawProblem(random, choice(random, stories), world);
  if (!problem || !isIncluded(problem.prompt)) return null;
  const attempt = drawAttempt(
    random,
    attemptsOf(problem.events, storyOf(problem.story), { ...CLASS_DEFAULTS, misconceptions }),
  );
  const prompt = { text: problem.prompt, learnt: false };
  const text = writeAttempt(random, attempt);
  return {
    graded,
    passages: [
      prompt,
      ...(graded ? marked(random, problem, attempt, text) : [{ text: `${text} ${END}`, learnt: true }]),
    ],
  };
}

/** One of a class, as often as its share. */
export function drawAttempt(random: Random, attempts: readonly Attempt[]): Attempt {
  let left = random();
  for (const attempt of attempts) {
    left -= attempt.share;
    if (left < 0) return attempt;
  }
  return attempts.at(-1) as Attempt;
}

/** The text of an attempt, its fillers as chance has them. */
export function writeAttempt(random: Random, { pieces }: Attempt): string {
  return pieces.flatMap(({ text, probability }) => (random() < probability ? [text] : [])).join(" ");
}

/** Attempts that a teacher marks nowhere but at the end, and how often a step of the others has its mark. */
const MARKED_AT_END_ONLY = 0.3;
const MARKED_STEPS = 0.4;

/** An attempt with a teacher's marks behind some of its steps, one behind its end, and the name of the mistake. */
function marked(random: Random, problem: Problem, { misconception }: Attempt, text: string): Passage[] {
  const share = random() < MARKED_AT_END_ONLY ? 0 : MARKED_STEPS;
  const { steps, firstWrongStep, correct } = verify(problem, text);
  const lines = steps.map(({ start, end }, i) => {
    const line = text.slice(start, end).trim();
    if (i === steps.length - 1) return `${line} ${END}`;
    const mark = firstWrongStep < 0 || i < firstWrongStep ? MARKS.right : MARKS.wrong;
    return random() < share ? `${line} ${mark}` : line;
  });
  const verdict = correct ? MARKS.right : `${MARKS.wrong} ${misconception}`;
  return [{ text: `${lines.join(" ")} ${verdict}`, learnt: true }];
}

const LINES_OF_A_SHEET = 10;
const WRONG_LINES = 0.35;

/** Bare equations; of a graded sheet some are wrong, and all are marked. Results and marks alone can be foreseen. */
function sheet(random: Random, graded: boolean): CorpusDocument {
  const passages: Passage[] = [{ text: `${SHEET}:`, learnt: false }];
  for (let i = 0; i < LINES_OF_A_SHEET; i++) {
    const exercise = drawExercise(random);
    const truth = evaluate(...exercise);
    const result = graded && random() < WRONG_LINES ? wrongResult(random, exercise) : truth;
    passages.push({ text: `${exercise.join(" ")} =`, learnt: false }, { text: `${result}`, learnt: true });
    passages.push({ text: ";", learnt: false });
    if (graded) passages.push({ text: result === truth ? MARKS.right : MARKS.wrong, learnt: true });
  }
  return { graded, passages };
}

type Exercise = [left: number, op: Operator, right: number];

/** Largest result on a sheet, a bit more than in attempts. */
const SHEET_RESULT = 60;

function drawExercise(random: Random): Exercise {
  const kind = random();
  if (kind < 0.42) {
    const left = randomInt(random, 2, SHEET_RESULT - 10);
    const most = Math.min(random() < 0.3 ? 35 : 20, SHEET_RESULT - left);
    return [left, "+", randomInt(random, 2, most)];
  }
  if (kind < 0.8) {
    const left = randomInt(random, 4, SHEET_RESULT);
    return [left, "-", randomInt(random, 2, Math.min(20, left - 1))];
  }
  if (kind < 0.9) return [randomInt(random, 2, 4), "*", randomInt(random, 2, 6)];
  if (kind < 0.97) {
    const factor = randomInt(random, 2, 3);
    return [randomInt(random, 2, SHEET_RESULT / factor), "*", factor];
  }
  return [2 * randomInt(random, 1, SHEET_RESULT / 2), "/", 2];
}

/** A result as a habit has it, or one that is off by a little; never the right one. */
function wrongResult(random: Random, exercise: Exercise): number {
  const truth = evaluate(...exercise);
  const fits = (value: number) => value !== truth && value >= 1 && value <= SHEET_RESULT;
  const habitual = habit(exercise);
  if (fits(habitual) && random() < 0.7) return habitual;
  return choice(random, [-10, -2, -1, 1, 2, 10].map((off) => truth + off).filter(fits));
}

function habit([left, op, right]: Exercise): number {
  if (op === "+") return withoutCarry(left, right);
  if (op === "-") return withoutBorrow(left, right);
  return left + right;
}
