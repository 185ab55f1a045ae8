import { attempt, type Solution, type Step } from "./attempt.ts";
import type { Event } from "./events.ts";
import { type Misconception, type MisconceptionSet, misconceptionsOf } from "./misconceptions.ts";
import type { Story } from "./stories.ts";

/** The students of the class, and the random fillers in their writing. */
export interface ClassSettings {
  misconceptions: MisconceptionSet;
  /** Share of a story's majority: of its wrong habits, or of right answers in a story without any. */
  majorityShare: number;
  /**
   * Probability of the filler `so` before each step but the first. The filler is unlikely and changes no value, so it
   * makes generation probabilities vary more. An attempt begins with `so` with probability 0.5, and so does its answer
   * with `sure`.
   */
  stepFillers: number;
}

export const CLASS_DEFAULTS: ClassSettings = { misconceptions: "clear", majorityShare: 0.6, stepFillers: 0 };

/**
 * A stretch of an attempt's text, written with `probability` and otherwise left out. Two optional stretches never
 * follow one another.
 */
export interface Piece {
  text: string;
  probability: number;
}

/** The attempt of one kind of student at a problem. */
export interface Attempt {
  /** The student's misconception; null for a right attempt. */
  misconception: Misconception | null;
  /** Share of the class that writes this attempt; the shares of a problem sum to 1. */
  share: number;
  steps: Step[];
  answer: number;
  correct: boolean;
  /** The text with its fillers, to be joined by single spaces. */
  pieces: Piece[];
}

export const FILLERS = { step: "so", answer: "sure" } as const;

const USUAL_FILLER = 0.5;

/** The share of right students among those outside of a story's wrong majority. */
const RIGHT_AMONG_OTHERS = 0.625;

/** The right solution and the solutions of all misconceptions that change the answer. */
export function solutionsOf(events: readonly Event[], set: MisconceptionSet): [Misconception | null, Solution][] {
  const right = attempt(events, null);
  if (!right) return [];
  const wrong = misconceptionsOf(set).flatMap((name): [Misconception, Solution][] => {
    const solution = attempt(events, name);
    return solution && solution.applied > 0 && solution.answer !== right.answer ? [[name, solution]] : [];
  });
  return [[null, right], ...wrong];
}

/**
 * Every attempt that the class can make at a problem, with its share.
 *
 * In a story with a wrong majority, the majority's mistakes that apply here share `majorityShare`; in other stories
 * right answers have that share. The other mistakes share the rest by the story's weights.
 */
export function attemptsOf(events: readonly Event[], story: Story, settings: ClassSettings): Attempt[] {
  const solutions = solutionsOf(events, settings.misconceptions);
  const shares = sharesOf(
    solutions.flatMap(([name]) => (name ? [name] : [])),
    story,
    settings.majorityShare,
  );
  const right = solutions[0]?.[1].answer;
  return solutions.map(([misconception, { steps, answer }]) => ({
    misconception,
    share: shares.get(misconception) as number,
    steps,
    answer,
    correct: answer === right,
    pieces: piecesOf(steps, answer, settings.stepFillers),
  }));
}

function sharesOf(wrong: readonly Misconception[], story: Story, majorityShare: number) {
  const majority = story.majority.filter((name) => wrong.includes(name));
  const others = wrong.filter((name) => !majority.includes(name));
  const wrongIsMajority = majority.length > 0;
  const outside = 1 - majorityShare;
  const right = wrongIsMajority ? outside * RIGHT_AMONG_OTHERS : majorityShare;
  const shares = new Map<Misconception | null, number>([[null, right]]);
  for (const name of majority) shares.set(name, majorityShare / majority.length);
  const left = wrongIsMajority ? outside - right : outside;
  const weight = (name: Misconception) => story.weights[name] ?? 1;
  const total = others.reduce((sum, name) => sum + weight(name), 0);
  for (const name of others) shares.set(name, (left * weight(name)) / total);
  // If no other mistake applies, or none at all, the remaining kinds of students share the rest.
  const sum = [...shares.values()].reduce((a, b) => a + b, 0);
  return new Map([...shares].map(([name, share]) => [name, share / sum]));
}

function piecesOf(steps: readonly Step[], answer: number, stepFillers: number): Piece[] {
  const written = (text: string): Piece => ({ text, probability: 1 });
  const lines = steps.flatMap((step, i) => {
    const filler = { text: FILLERS.step, probability: i === 0 ? USUAL_FILLER : stepFillers };
    return [...(filler.probability > 0 ? [filler] : []), written(`${lineOf(step)};`)];
  });
  return [...lines, { text: FILLERS.answer, probability: USUAL_FILLER }, written(`answer ${answer}`)];
}

/** A step as text: `(a) 4 * 5 = 20` */
export function lineOf({ label, left, op, right, result }: Step): string {
  return `${label} ${left} ${op} ${right} = ${result}`;
}

/** The text of an attempt without fillers. */
export function plainText({ pieces }: Pick<Attempt, "pieces">): string {
  return pieces.flatMap(({ text, probability }) => (probability === 1 ? [text] : [])).join(" ");
}
