import { deriveSeed } from "../random.ts";
import { onlyText, type TextOrChat } from "../tokenizer/conversation.ts";
import { type DataRecord, joinedSteps, type LabelledResponse, type LabelledSteps, promptKey } from "./record.ts";

/** A record's judgements, such as right or wrong, better or worse; null where the record makes none. */
type Verdict = readonly (boolean | null)[];

/** Records with the same verdict on the same thing. */
interface Statement {
  verdict: Verdict;
  numbers: number[];
  /** How many of these records are known to be contradicted. */
  opposed: number;
}

/**
 * Finds records that say the opposite of each other: that an answer is right and wrong, or that each of two responses
 * is the better one. All such records are to be left out, since nobody knows which of them is meant.
 */
export class Contradictions {
  readonly #statements = new Map<string, Statement[]>();
  readonly #found = new Map<number, number>();

  /** Enters the judgements that a record of a file makes. */
  add(number: number, record: DataRecord): void {
    for (const [about, verdict] of statementsOf(record)) this.enter(number, fingerprint(about), verdict);
  }

  /** Enters a verdict. @param about what the verdict is on; equal strings mean the same thing */
  enter(number: number, about: string, verdict: Verdict): void {
    if (verdict.every((said) => said === null)) return;
    const statements = this.#statements.get(about) ?? [];
    this.#statements.set(about, statements);
    const same = statements.find((each) => String(each.verdict) === String(verdict));
    const own = same ?? { verdict, numbers: [], opposed: 0 };
    if (!same) statements.push(own);
    own.numbers.push(number);
    for (const other of statements) {
      if (!contradicts(other.verdict, verdict)) continue;
      this.#oppose(own, other);
      this.#oppose(other, own);
    }
  }

  /** Every contradicted record with the first record that contradicts it, in the order of the file. */
  found(): { number: number; other: number }[] {
    return [...this.#found].sort(([a], [b]) => a - b).map(([number, other]) => ({ number, other }));
  }

  #oppose(statement: Statement, { numbers: [other] }: Statement): void {
    for (const number of statement.numbers.slice(statement.opposed)) {
      if (!this.#found.has(number)) this.#found.set(number, other as number);
    }
    statement.opposed = statement.numbers.length;
  }
}

/** A record's judgement of its one response. */
export function verdictOf(record: LabelledResponse | LabelledSteps): Verdict {
  return record.kind === "steps" ? [record.correct, ...record.labels] : [record.correct];
}

function contradicts(one: Verdict, other: Verdict): boolean {
  return one.some((said, i) => said !== null && typeof other[i] === "boolean" && other[i] !== said);
}

function statementsOf(record: DataRecord): [about: string, verdict: Verdict][] {
  const prompt = promptKey(record.prompt);
  if (record.kind === "response") return [[`${prompt}\0${answerKey(record.response)}`, verdictOf(record)]];
  if (record.kind === "steps") return [[`${prompt}\0${joinedSteps(record)}`, verdictOf(record)]];
  return record.chosen.flatMap((better) =>
    record.rejected.map((worse): [string, Verdict] => {
      const sides = [answerKey(better), answerKey(worse)];
      const [first, second] = sides.toSorted();
      return [`${prompt}\0${first}\0${second}`, [first === sides[0]]];
    }),
  );
}

function answerKey(answer: TextOrChat): string {
  return onlyText(answer, "assistant") ?? JSON.stringify(answer);
}

/**
 * Stands for a text: three hashes and the length. A whole file's texts are too large to hold, and two texts do not get
 * the same fingerprint by chance.
 */
function fingerprint(text: string): string {
  return [0, 1, 2].map((seed) => deriveSeed(seed * 0x9e3779b1, text).toString(36)).join(".") + text.length;
}
