import { type Event, labelOf } from "./events.ts";
import type { Misconception } from "./misconceptions.ts";

export type Operator = "+" | "-" | "*" | "/";

/** One line of an attempt: `label left op right = result`. */
export interface Step {
  /** The label of the problem's clause that the step reads. */
  label: string;
  left: number;
  op: Operator;
  right: number;
  result: number;
}

export interface Solution {
  steps: Step[];
  answer: number;
  /** How many times the misconception applied. */
  applied: number;
}

/** The largest result: results are whole numbers from 1 to this one. */
const MOST_RESULT = 50;

/**
 * The solution of a student who holds a misconception and makes no other mistake, or of a student who makes none
 * (`null`). The mistake is made wherever it applies, and everything after it follows correctly from it.
 * @returns null if a result is no whole number from 1 to `MOST_RESULT`
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
  /** The total before the last event that changed it; the misconception `stale` continues from it. */
  #earlier = 0;
  #label = "";

  constructor(misconception: Misconception | null) {
    this.#misconception = misconception;
  }

  /** Continues with the k-th clause; false if the numbers then leave the world. */
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

  /** Whether this student makes the mistake here; if so, it counts as applied. */
  #errs(misconception: Misconception): boolean {
    if (this.#misconception !== misconception) return false;
    this.applied += 1;
    return true;
  }

  /** The total that a step continues from. */
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

/** The sum digit by digit, without carrying. */
export function withoutCarry(a: number, b: number): number {
  return (Math.floor(a / 10) + Math.floor(b / 10)) * 10 + (((a % 10) + (b % 10)) % 10);
}

/** The difference digit by digit, always the smaller from the larger digit. */
export function withoutBorrow(a: number, b: number): number {
  return (Math.floor(a / 10) - Math.floor(b / 10)) * 10 + Math.abs((a % 10) - (b % 10));
}

/** The value of `left op right`; a fraction if it is no whole number. */
export function resultOf(left: number, op: Operator, right: number): number {
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
