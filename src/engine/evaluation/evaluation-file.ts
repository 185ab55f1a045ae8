import { exchangesOf } from "../data/exchange.ts";
import { readRecords } from "../data/read-records.ts";
import type { ByteSource } from "../data/reading/byte-source.ts";
import {
  type DataRecord,
  type Comparison as ImportedComparison,
  joinedSteps,
  type LabelledSteps,
} from "../data/record.ts";
import { type ShapeId, shapeById } from "../data/shapes/index.ts";
import { stepOffsets } from "../data/step-ends.ts";
import { PlaygroundError } from "../errors.ts";
import { type Exchange, type TextOrChat, textOf } from "../tokenizer/conversation.ts";
import { problemId } from "../world/index.ts";
import { benchmarkOf, checkBenchmark, TIES, tiesPlace } from "./rewardbench/benchmark.ts";
import type { Comparison } from "./trajectory.ts";

/** A response as its file has it. */
export interface ResponseText {
  problem: string;
  where: string;
  prompt: TextOrChat;
  response: TextOrChat;
  /** Whether its answer is right; null where the file does not say. */
  correct: boolean | null;
  /** What the file says of its steps; null where it says nothing, and a verifier has to be asked. */
  steps: {
    /** Character offset behind every step. */
    ends: readonly number[];
    /** −1 if there is none, null where it cannot be told from the labels. */
    firstWrong: number | null;
  } | null;
}

/** The records of a file, as it has them; comparisons point to responses. */
export interface EvaluationFile {
  name: string;
  format: ShapeId;
  responses: readonly ResponseText[];
  comparisons: readonly Comparison[];
  /** Records that say nothing, and why. */
  warnings: readonly string[];
}

/** A record with its place in the file: "data.jsonl, line 3". */
interface PlacedRecord {
  where: string;
  shape: ShapeId;
  record: DataRecord;
}

/**
 * Reads an evaluation file of any shape the importer knows.
 * @throws PlaygroundError naming the place of a record that does not fit its shape, is of another shape than the first,
 *   or of a subset RewardBench does not have; or where no record says anything
 */
export async function readEvaluationFile(file: ByteSource, name: string): Promise<EvaluationFile> {
  const { records, report } = await readRecords(file, name);
  const placed = records.map(({ number, ...record }) => ({ ...record, where: `${name}, ${report.unit} ${number}` }));
  const undecided = Object.entries(report.undecided).map(
    ([why, count]) => `${count} of ${report.read} records of ${name} prefer nothing: ${why}.`,
  );
  if (placed.length === 0) throw nothingToUse(name, undecided);
  const format = onlyFormat(placed);
  const builder = new FileBuilder(format);
  for (const { where, record } of placed) builder.add(record, where);
  const { responses, comparisons } = builder;
  const benchmark = benchmarkOf(format);
  if (benchmark) checkBenchmark(benchmark, comparisons);
  return { name, format, responses, comparisons, warnings: undecided };
}

function onlyFormat(records: readonly PlacedRecord[]): ShapeId {
  const [first] = records as [PlacedRecord];
  const stranger = records.find(({ shape }) => shape !== first.shape);
  if (!stranger) return first.shape;
  throw new PlaygroundError({
    what: "The file mixes formats, and its figures would mix what they measure",
    where: stranger.where,
    expected: `${shapeById(first.shape).name}, as in ${first.where}`,
    found: shapeById(stranger.shape).name,
    fix: "Give every format a file of its own.",
  });
}

/** Puts records side by side. */
class FileBuilder {
  readonly responses: ResponseText[] = [];
  readonly comparisons: Comparison[] = [];
  readonly #format: ShapeId;

  constructor(format: ShapeId) {
    this.#format = format;
  }

  add(record: DataRecord, where: string): void {
    const exchanges = exchangesOf(record);
    const { prompt } = exchanges[0] as Exchange;
    const shared = { problem: this.#problemOf(record, prompt, where), where, prompt, correct: null, steps: null };
    const responses = exchanges.map(({ response }) => response);
    if (record.kind === "comparison") this.#compare(record, responses, shared);
    else if (record.kind === "steps")
      this.#respond({ ...shared, correct: record.correct, ...this.#stepByStep(record, where) });
    else this.#respond({ ...shared, correct: record.correct, response: responses[0] as TextOrChat });
  }

  #problemOf(record: DataRecord, prompt: TextOrChat, where: string): string {
    // The two forms of a question of Ties are one problem.
    if (this.#format === "rewardbench-2" && record.subset === TIES) {
      return `${TIES} ${tiesPlace(record.id ?? null, where).question}`;
    }
    return problemId(textOf(prompt, "user"));
  }

  /** @param responses those chosen, then those rejected */
  #compare(record: ImportedComparison, responses: readonly TextOrChat[], shared: Omit<ResponseText, "response">): void {
    const side = (name: "chosen" | "rejected", said: readonly TextOrChat[]) =>
      said.map((response, i) => {
        const where = `${shared.where}, ${name}${said.length > 1 ? ` ${i + 1}` : ""}`;
        return this.#respond({ ...shared, where, response });
      });
    const chosen = side("chosen", responses.slice(0, record.chosen.length));
    const rejected = side("rejected", responses.slice(record.chosen.length));
    const { problem, where } = shared;
    const own = { problem, where, subset: record.subset ?? null, id: record.id ?? null };
    // A benchmark judges all answers to a question together; anywhere else each better one makes a pair with each worse.
    const together = this.#format === "rewardbench-2";
    if (together) this.comparisons.push({ ...own, chosen, rejected });
    else
      for (const c of chosen) for (const j of rejected) this.comparisons.push({ ...own, chosen: [c], rejected: [j] });
  }

  /** @returns the index of the response */
  #respond(response: ResponseText): number {
    return this.responses.push(response) - 1;
  }

  #stepByStep(record: LabelledSteps, where: string): Pick<ResponseText, "response" | "steps"> {
    const steps = { ends: stepOffsets(record, where), firstWrong: firstWrongOf(record.labels) };
    return { response: joinedSteps(record), steps };
  }
}

function firstWrongOf(labels: LabelledSteps["labels"]): number | null {
  const wrong = labels.indexOf(false);
  const before = wrong < 0 ? labels : labels.slice(0, wrong);
  return before.includes(null) ? null : wrong;
}

function nothingToUse(name: string, reasons: readonly string[]): PlaygroundError {
  return new PlaygroundError({
    what: "The file has no record that can be evaluated",
    where: name,
    expected: "records that prefer a response to another, or say what is right",
    found: reasons.join(" "),
  });
}
