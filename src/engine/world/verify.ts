import { resultOf, type Step } from "./attempt.ts";
import { attemptsOf, CLASS_DEFAULTS, type ClassSettings } from "./class.ts";
import type { Misconception } from "./misconceptions.ts";
import { parseSteps, readStatement, type Statement } from "./steps.ts";
import { storyOf } from "./stories.ts";
import type { Problem, StepVerdict, Verdict } from "./world.ts";

type Judgement = Pick<StepVerdict, "status" | "reason">;
type Equation = Extract<Statement, { kind: "equation" }>;

const right = (reason: string): Judgement => ({ status: "right", reason });
const wrong = (reason: string): Judgement => ({ status: "wrong", reason });

/**
 * Judges every step of a response.
 *
 * - An equation is right if it is the next step of the right solution: true, with that step's numbers (in either order
 *   where the order does not matter) and, if it has a label, with that step's label. After a wrong step, an equation
 *   is right if it continues correctly: it is true, and its operation is the solution's next one.
 * - `answer n` is right if n is the problem's answer and all steps come before it. It counts as a step; whatever
 *   follows is wrong.
 * - Any other segment is malformed, which counts as wrong for `firstWrongStep`.
 * - A response that stops before its answer has no wrong step for that reason; its `answer` is null and it is not
 *   correct.
 * - Without a problem, an equation is right if it is true, and an answer if it is the result of the step before it.
 * - `misconception` is the one whose attempt begins with the statements of the response up to and including its first
 *   wrong step; if there are several, the one that agrees longest, then the one most common in the story. Null if
 *   nothing is wrong, or no misconception explains it.
 *
 * Only the first wrong step is a label (ProcessBench); later statuses help the reader.
 */
export function verify(problem: Problem | null, response: string): Verdict {
  const judge = new Judge(problem);
  const segments = parseSteps(response);
  const statements = segments.map(({ text }) => readStatement(text));
  const steps = segments.map((segment, i): StepVerdict => ({ ...segment, ...judge.judge(statements[i] as Statement) }));
  const firstWrongStep = steps.findIndex(({ status }) => status !== "right");
  const { answer } = judge;
  return {
    answer,
    correct: problem && answer === problem.answer,
    steps,
    firstWrongStep,
    misconception: problem && firstWrongStep >= 0 ? explain(problem, statements, firstWrongStep) : null,
  };
}

/** The misconception that writes the statements up to and including the first wrong one; null if none does. */
function explain(problem: Problem, statements: readonly Statement[], firstWrongStep: number): Misconception | null {
  const settings: ClassSettings = { ...CLASS_DEFAULTS, misconceptions: "all" };
  const written = statements.map(spelling);
  let best = { misconception: null as Misconception | null, along: firstWrongStep, share: 0 };
  for (const { misconception, share, steps, answer } of attemptsOf(problem.events, storyOf(problem.story), settings)) {
    const whole = [...steps.map((step) => spelling({ kind: "equation", ...step })), `answer ${answer}`];
    const parted = written.findIndex((statement, i) => statement !== whole[i]);
    const along = parted < 0 ? written.length : parted;
    const isBetter = along > best.along || (along === best.along && share > best.share);
    if (misconception !== null && along > firstWrongStep && isBetter) best = { misconception, along, share };
  }
  return best.misconception;
}

/** A text that is the same for all statements with the same meaning. */
function spelling(statement: Statement): string {
  switch (statement.kind) {
    case "malformed":
      return "?";
    case "answer":
      return `answer ${statement.value}`;
    case "equation": {
      const { left, op, right, result } = statement;
      const swaps = (op === "+" || op === "*") && left > right;
      return `${swaps ? right : left} ${op} ${swaps ? left : right} = ${result}`;
    }
  }
}

/** Judges statements in order and remembers the earlier ones. */
class Judge {
  answer: number | null = null;
  readonly #problem: Problem | null;
  #done = 0;
  #hasErred = false;
  #lastResult: number | null = null;

  constructor(problem: Problem | null) {
    this.#problem = problem;
  }

  judge(statement: Statement): Judgement {
    const judgement = this.#held(statement);
    this.#hasErred ||= judgement.status !== "right";
    if (statement.kind === "equation") {
      this.#done += 1;
      this.#lastResult = statement.result;
    }
    return judgement;
  }

  #held(statement: Statement): Judgement {
    if (this.answer !== null) return wrong("comes after the answer");
    switch (statement.kind) {
      case "malformed":
        return { status: "malformed", reason: "is neither an equation like 3 * 6 = 18 nor an answer like answer 18" };
      case "answer":
        this.answer = statement.value;
        return this.#judgeAnswer(statement.value);
      case "equation":
        return this.#judgeEquation(statement);
    }
  }

  #judgeEquation(equation: Equation): Judgement {
    const value = resultOf(equation.left, equation.op, equation.right);
    if (value !== equation.result) return wrong(correction(equation, value));
    if (!this.#problem) return right(describe(equation));
    const expected = this.#problem.steps[this.#done];
    if (!expected) return wrong("is true, but the problem asks for no further step");
    const label = equation.label !== null && equation.label !== expected.label ? `sentence ${expected.label}` : null;
    if (equation.op !== expected.op || label)
      return wrong(`is true, but the next step is to ${inWords(expected)}${label ? `, from ${label}` : ""}`);
    if (this.#hasErred || spelling(equation) === spelling({ kind: "equation", ...expected }))
      return right(describe(equation));
    return wrong(`is true, but the next step is to ${inWords(expected)}`);
  }

  #judgeAnswer(value: number): Judgement {
    const problem = this.#problem;
    const expected = problem ? problem.answer : (this.#lastResult ?? value);
    if (value !== expected) {
      return wrong(
        problem ? `the answer is ${expected}, not ${value}` : `the step before gives ${expected}, not ${value}`,
      );
    }
    if (problem && this.#done < problem.steps.length)
      return wrong(`${value} is the answer, but steps are missing before it`);
    return right(problem ? `${value} is the answer` : `${value} is what the steps lead to`);
  }
}

type Calculation = Pick<Step, "left" | "op" | "right" | "result">;

function describe({ left, op, right, result }: Calculation): string {
  return `${left} ${op} ${right} is ${result}`;
}

function correction(equation: Calculation, value: number): string {
  if (Number.isInteger(value)) return `${describe({ ...equation, result: value })}, not ${equation.result}`;
  return `${equation.left} ${equation.op} ${equation.right} is not a whole number`;
}

function inWords({ left, op, right }: Calculation): string {
  switch (op) {
    case "+":
      return `add ${left} and ${right}`;
    case "-":
      return `subtract ${right} from ${left}`;
    case "*":
      return `multiply ${left} by ${right}`;
    case "/":
      return `divide ${left} by ${right}`;
  }
}
