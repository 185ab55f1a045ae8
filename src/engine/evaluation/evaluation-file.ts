import { exchangesOf } from "../data/exchange.ts";
import { allLeftOut, checkSomeLeft, type LeftOut, Omissions } from "../data/left-out.ts";
import { type Place, placeText } from "../data/place.ts";
import { type PlacedRecord, readRecords } from "../data/read-records.ts";
import type { ByteSource } from "../data/reading/byte-source.ts";
import {
  type DataRecord,
  type Comparison as ImportedComparison,
  joinedSteps,
  type LabelledSteps,
  responseNames,
} from "../data/record.ts";
import { type ShapeId, shapeById } from "../data/shapes/index.ts";
import { stepOffsets } from "../data/step-ends.ts";
import { PlaygroundError } from "../errors.ts";
import { type Exchange, type TextOrChat, textOf } from "../tokenizer/conversation.ts";
import { problemId } from "../world/index.ts";
import { benchmarkOf, checkBenchmark, TIES, tiesPlace } from "./rewardbench/benchmark.ts";
import type { TrajectoryComparison } from "./trajectory.ts";

/** A response of an evaluation file. */
export interface ResponseText {
  problem: string;
  /** The record that the response is from, and the response's index in it. */
  place: Place;
  at: number;
  /** Place and side for a person: "data.jsonl, line 3, chosen". */
  where: string;
  prompt: TextOrChat;
  response: TextOrChat;
  /** Whether the final answer is right; null if the file does not say. */
  correct: boolean | null;
  /** The file's step labels; null if it has none, so that a verifier has to be asked. */
  steps: {
    /** Character offset after every step. */
    ends: readonly number[];
    /** Index of the first wrong step; −1 if there is none, null if the labels do not tell. */
    firstWrong: number | null;
  } | null;
}

/** The records of an evaluation file; comparisons refer to responses by index. */
export interface EvaluationFile {
  name: string;
  format: ShapeId;
  records: readonly PlacedRecord[];
  responses: readonly ResponseText[];
  comparisons: readonly TrajectoryComparison[];
  /** Records that prefer neither response, and why. */
  warnings: readonly string[];
  /** Records that cannot be used, and why. */
  leftOut: LeftOut;
}

/**
 * Reads an evaluation file of any shape that the importer knows.
 * @throws PlaygroundError naming the place of a record whose shape differs from the first record's, or whose subset
 *   RewardBench does not have; or if no record compares or labels anything
 */
export async function readEvaluationFile(file: ByteSource, name: string): Promise<EvaluationFile> {
  const { records: read, report, leftOut } = await readRecords(file, name);
  const undecided = Object.entries(report.undecided).map(
    ([why, count]) =>
      `${count.toLocaleString("en")} of ${report.read.toLocaleString("en")} records of ${name} prefer nothing: ${why}.`,
  );
  const omissions = new Omissions();
  const records = read.filter(({ place, record }) =>
    omissions.attempt(place, () => record.kind !== "steps" || stepOffsets(record, placeText(place))),
  );
  checkSomeLeft(records.length, name, allLeftOut([leftOut, omissions.account()]));
  if (records.length === 0) throw nothingToUse(name, undecided);
  const format = onlyFormat(records);
  const builder = new FileBuilder(format);
  for (const { place, record } of records) builder.add(record, place);
  const { responses, comparisons } = builder;
  const benchmark = benchmarkOf(format);
  if (benchmark) checkBenchmark(benchmark, comparisons);
  return {
    ...{ name, format, records, responses, comparisons, warnings: undecided },
    leftOut: allLeftOut([leftOut, omissions.account()]),
  };
}

function onlyFormat(records: readonly PlacedRecord[]): ShapeId {
  const [first] = records as [PlacedRecord];
  const stranger = records.find(({ shape }) => shape !== first.shape);
  if (!stranger) return first.shape;
  throw new PlaygroundError({
    what: "The file mixes formats, and its figures would mix what they measure",
    where: placeText(stranger.place),
    expected: `${shapeById(first.shape).name}, as in ${placeText(first.place)}`,
    found: shapeById(stranger.shape).name,
    fix: "Give every format a file of its own.",
  });
}

/** Collects responses and comparisons over the records of a file. */
class FileBuilder {
  readonly responses: ResponseText[] = [];
  readonly comparisons: TrajectoryComparison[] = [];
  readonly #format: ShapeId;

  constructor(format: ShapeId) {
    this.#format = format;
  }

  add(record: DataRecord, place: Place): void {
    const where = placeText(place);
    const exchanges = exchangesOf(record);
    const { prompt } = exchanges[0] as Exchange;
    const problem = this.#problemOf(record, prompt, where);
    const shared = { problem, place, at: 0, where, prompt, correct: null, steps: null };
    const responses = exchanges.map(({ response }) => response);
    if (record.kind === "comparison") this.#compare(record, responses, shared);
    else if (record.kind === "steps")
      this.#respond({ ...shared, correct: record.correct, ...stepByStep(record, where) });
    else this.#respond({ ...shared, correct: record.correct, response: responses[0] as TextOrChat });
  }

  #problemOf(record: DataRecord, prompt: TextOrChat, where: string): string {
    // The two forms of a question of Ties count as one problem.
    if (this.#format === "rewardbench-2" && record.subset === TIES) {
      return `${TIES} ${tiesPlace(record.id ?? null, where).question}`;
    }
    return problemId(textOf(prompt, "user"));
  }

  /** @param responses the chosen, then the rejected responses */
  #compare(record: ImportedComparison, responses: readonly TextOrChat[], shared: Omit<ResponseText, "response">): void {
    const names = responseNames(record);
    const all = responses.map((response, at) =>
      this.#respond({ ...shared, at, where: `${shared.where}, ${names[at]}`, response }),
    );
    const [chosen, rejected] = [all.slice(0, record.chosen.length), all.slice(record.chosen.length)];
    const { problem, where } = shared;
    const own = { problem, where, subset: record.subset ?? null, id: record.id ?? null };
    // A benchmark judges all answers to a question together; other files make a pair of each better and each worse
    // answer.
    const together = this.#format === "rewardbench-2";
    if (together) this.comparisons.push({ ...own, chosen, rejected });
    else
      for (const c of chosen) for (const j of rejected) this.comparisons.push({ ...own, chosen: [c], rejected: [j] });
  }

  /** @returns the index of the added response */
  #respond(response: ResponseText): number {
    return this.responses.push(response) - 1;
  }
}

function stepByStep(record: LabelledSteps, where: string): Pick<ResponseText, "response" | "steps"> {
  const steps = { ends: stepOffsets(record, where), firstWrong: firstWrongOf(record.labels) };
  return { response: joinedSteps(record), steps };
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
