import { type Event, labelOf } from "./events.ts";
import type { Misconception } from "./misconceptions.ts";

export type Operator = "+" | "-" | "*" | "/";

/** One line of an attempt: `label left op right = result`. */
export interface Step {
  /** Names the clause of the problem that the step reads. */
  label: string;
  left: number;
  op: Operator;
  right: number;
  result: number;
}

export interface Solution {
  steps: Step[];
  answer: number;
  /** How often the misconception applied. */
  applied: number;
}

/** Results are whole numbers from 1 to this one. */
export const MOST_RESULT = 50;

/**
 * What a student writes who holds a misconception and is right everywhere else, or who is right (`null`): the mistake is
 * made wherever it fits, and everything after it follows correctly from it.
 * @returns null where a result would leave 1 … `MOST_RESULT` or be no whole number
 */
export function attempt(events: readonly Event[], misconception: Misconception | null): Solution | null {
  const writer = new AttemptWriter(misconception);
  for (const [k, event] of events.entries()) if (!writer.read(event, k)) return null;
  const { steps, total, applied } = writer;
  return { steps, answer: total, applied };
}

class AttemptWriter {
  readonly steps: Step[] = [];
  total = 0;
  applied = 0;
  readonly #misconception: Misconception | null;
  /** The total before the last event that changed it: what `stale` goes on from. */
  #earlier = 0;
  #label = "";

  constructor(misconception: Misconception | null) {
    this.#misconception = misconception;
  }

  /** Goes on by the k-th clause; false where that leaves the numbers of this world. */
  read(event: Event, k: number): boolean {
    this.#label = labelOf(k);
    const before = this.total;
    const after = this.#follow(event, k);
    if (after === null) return false;
    this.total = after;
    if (after !== before) this.#earlier = before;
    return true;
  }

  #follow({ kind, numbers }: Event, k: number): number | null {
    const { m = 0, n = 0, f = 0, g = 0 } = numbers;
    const { total } = this;
    switch (kind) {
      case "start":
        return m;
      case "pair":
        return this.#add(m, n);
      case "groups":
        return this.#groups(f, g);
      case "gain":
        return this.#add(this.#base(k), n);
      case "lose":
        return this.#subtract(this.#base(k), n);
      case "gainGroups":
      case "loseGroups": {
        const base = this.#base(k);
        const size = this.#errs("ignore") ? g : this.#groups(f, g);
        if (size === null) return null;
        return kind === "gainGroups" ? this.#add(base, size) : this.#subtract(base, size);
      }
      case "half":
        return this.#errs("two") ? this.#subtract(total, 2) : this.#write(total, "/", 2, total / 2);
      case "twice":
        return this.#errs("two") ? this.#add(total, 2) : this.#write(total, "*", 2, total * 2);
      case "distractor":
        return this.#errs("distractor") ? this.#add(total, n) : total;
      case "keep":
        return total;
      case "price":
        return this.#errs("stop") ? total : this.#write(total, "*", f, total * f);
      case "fewer":
      case "more": {
        if (this.#errs("stop")) return kind === "more" ? this.#add(total, n) : this.#subtract(total, n);
        const isMore = (kind === "more") !== this.#errs("reverse");
        const other = isMore ? this.#add(total, n) : this.#subtract(total, n);
        return other === null ? null : this.#add(total, other);
      }
    }
  }

  /** Whether this student makes the mistake, which then counts as applied. */
  #errs(misconception: Misconception): boolean {
    if (this.#misconception !== misconception) return false;
    this.applied += 1;
    return true;
  }

  /** The total a step goes on from. */
  #base(k: number): number {
    const hasEarlier = k >= 2 && this.#earlier > 0 && this.#earlier !== this.total;
    return hasEarlier && this.#errs("stale") ? this.#earlier : this.total;
  }

  #groups(f: number, g: number): number | null {
    return this.#errs("plus") ? this.#add(f, g) : this.#write(f, "*", g, f * g);
  }

  #add(a: number, b: number): number | null {
    const carries = (a % 10) + (b % 10) >= 10;
    return this.#write(a, "+", b, carries && this.#errs("carry") ? withoutCarry(a, b) : a + b);
  }

  #subtract(a: number, b: number): number | null {
    const borrows = a % 10 < b % 10;
    return this.#write(a, "-", b, borrows && this.#errs("borrow") ? withoutBorrow(a, b) : a - b);
  }

  #write(left: number, op: Operator, right: number, result: number): number | null {
    if (!Number.isInteger(result) || result < 1 || result > MOST_RESULT) return null;
    this.steps.push({ label: this.#label, left, op, right, result });
    return result;
  }
}

/** Sum of the digits in their places, each without its ten. */
export function withoutCarry(a: number, b: number): number {
  return (Math.floor(a / 10) + Math.floor(b / 10)) * 10 + (((a % 10) + (b % 10)) % 10);
}

/** Difference of the digits in their places, the smaller from the larger one. */
export function withoutBorrow(a: number, b: number): number {
  return (Math.floor(a / 10) - Math.floor(b / 10)) * 10 + Math.abs((a % 10) - (b % 10));
}

/** The value of `left op right`; a fraction where it is none of the whole numbers. */
export function evaluate(left: number, op: Operator, right: number): number {
  switch (op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
  }
}
