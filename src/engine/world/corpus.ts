import { choice, type Random, randomInt } from "../random.ts";
import { type Operator, resultOf, withoutBorrow, withoutCarry } from "./attempt.ts";
import { type Attempt, attemptsOf, CLASS_DEFAULTS } from "./class.ts";
import { drawProblem } from "./draw.ts";
import { distributions, type WorldSettings } from "./settings.ts";
import { stories, storyOf } from "./stories.ts";
import { verify } from "./verify.ts";
import { MARKS, SHEET } from "./vocabulary.ts";
import type { Problem } from "./world.ts";

/** A stretch of a document; the policy learns to write it if it is `learnt`, and otherwise only reads it. */
export interface Passage {
  text: string;
  learnt: boolean;
}

/**
 * A document that the policy learns from. A graded document begins with `<graded>` instead of `<bos>`, and has a
 * teacher's marks.
 */
export interface CorpusDocument {
  graded: boolean;
  /** The passages in order; special tokens are written as text. */
  passages: Passage[];
}

/** The share of each kind of document in the corpus. */
export interface CorpusSettings {
  /** Share of exercise sheets; the other documents are attempts at problems. */
  sheets: number;
  /** Share of documents with marks. */
  graded: number;
  /** Share of attempts at longer problems among the attempts. */
  long: number;
  /** Share of graded attempts by a class with the subtle misconceptions too; other attempts are by the usual class. */
  subtle: number;
}

export const CORPUS_DEFAULTS: CorpusSettings = { sheets: 0.2, graded: 0.5, long: 0.25, subtle: 0.3 };

/** The end of a text; it is a token of its own. */
const END = "<eos>";

/**
 * A random document; null if the draw is unusable or `isIncluded` rejects its problem.
 * @param isIncluded whether a prompt may be in the corpus; prompts of validation and test problems may not
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

/** Draws an attempt of the class by its share. */
export function drawAttempt(random: Random, attempts: readonly Attempt[]): Attempt {
  let left = random();
  for (const attempt of attempts) {
    left -= attempt.share;
    if (left < 0) return attempt;
  }
  return attempts.at(-1) as Attempt;
}

/** The text of an attempt with fillers drawn at random. */
export function writeAttempt(random: Random, { pieces }: Attempt): string {
  return pieces.flatMap(({ text, probability }) => (random() < probability ? [text] : [])).join(" ");
}

/** Share of graded attempts with a mark at the end only, and share of marked steps in the others. */
const MARKED_AT_END_ONLY = 0.3;
const MARKED_STEPS = 0.4;

/** An attempt with a teacher's marks after some of its steps and after its end, and the name of the mistake. */
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

/**
 * A sheet of bare equations; in a graded sheet some are wrong, and all are marked. Only results and marks are to be
 * learned.
 */
function sheet(random: Random, graded: boolean): CorpusDocument {
  const passages: Passage[] = [{ text: `${SHEET}:`, learnt: false }];
  for (let i = 0; i < LINES_OF_A_SHEET; i++) {
    const exercise = drawExercise(random);
    const truth = resultOf(...exercise);
    const result = graded && random() < WRONG_LINES ? wrongResult(random, exercise) : truth;
    passages.push({ text: `${exercise.join(" ")} =`, learnt: false }, { text: `${result}`, learnt: true });
    passages.push({ text: ";", learnt: false });
    if (graded) passages.push({ text: result === truth ? MARKS.right : MARKS.wrong, learnt: true });
  }
  return { graded, passages };
}

type Exercise = [left: number, op: Operator, right: number];

/** The largest result on a sheet, somewhat larger than in attempts. */
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

/** A wrong result: one that a habit produces, or one that is slightly off. */
function wrongResult(random: Random, exercise: Exercise): number {
  const truth = resultOf(...exercise);
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
