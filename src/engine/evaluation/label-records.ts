import { msg } from "../../i18n/msg.ts";
import { allLeftOut, checkSomeLeft, type LeftOut, Omissions } from "../data/left-out.ts";
import { placeText } from "../data/place.ts";
import { readableRecords } from "../data/readable-records.ts";
import { verifiedSteps } from "../data/step-ends.ts";
import { type Exchange, textOf } from "../tokenizer/conversation.ts";
import { type PromptedResponse, tokensBefore } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { type Mistake, mistakeOf } from "../world/mistake.ts";
import type { Problem, World } from "../world/world.ts";
import type { EvaluationFile, ResponseText } from "./evaluation-file.ts";
import type { Reader } from "./opened.ts";
import type { LabelledRecords, LabelledTrajectory } from "./trajectory.ts";

/** Tokenised and labelled records, with warnings for the reader of their figures. */
export interface LabelledFile extends LabelledRecords {
  warnings: string[];
  /** Records of the file that are in no figure. */
  leftOut: LeftOut;
}

/**
 * Tokenises a file's responses and labels their steps, from the file or by the world's verifier. Records that the
 * models cannot read, whose sides are the same tokens, or whose steps cannot be found in what the chat template writes, are
 * left out.
 * @throws PlaygroundError if no record is left
 */
export function labelRecords(file: EvaluationFile, reader: Reader, world: World): LabelledFile {
  const omissions = new Omissions();
  const asked = new Set(file.responses.map(({ place }) => placeText(place)));
  const records = file.records.filter(({ place }) => asked.has(placeText(place)));
  for (const other of reader.others ?? []) readableRecords(records, other, omissions, "read");
  const readable = readableRecords(records, reader, omissions);
  const readAt = new Map(readable.map(({ place, ...read }) => [placeText(place), read]));
  const labels = new Labels(reader.tokenizer, world);
  const newIndex = new Map<number, number>();
  const trajectories: LabelledTrajectory[] = [];
  for (const [old, said] of file.responses.entries()) {
    const read = readAt.get(placeText(said.place));
    const [exchange, sequence] = [read?.exchanges[said.at], read?.sequences[said.at]];
    if (!exchange || !sequence) continue;
    const labelled = omissions.attempt(said.place, () => labels.of(said, exchange, sequence));
    if (labelled) newIndex.set(old, trajectories.push(labelled) - 1);
  }
  const leftOut = allLeftOut([file.leftOut, omissions.account()]);
  checkSomeLeft(trajectories.length, file.name, leftOut);
  const moved = (indices: readonly number[]) => indices.map((i) => newIndex.get(i) as number);
  const comparisons = file.comparisons.filter(({ chosen: [first = -1] }) => newIndex.has(first));
  return {
    trajectories,
    comparisons: comparisons.map((each) => ({ ...each, chosen: moved(each.chosen), rejected: moved(each.rejected) })),
    warnings: [...file.warnings, ...labels.warnings],
    leftOut,
  };
}

/** Labels responses one after another and collects what to warn of. */
class Labels {
  readonly #tokenizer: Tokenizer;
  readonly #world: World;
  readonly #problems = new Map<string, Problem | null>();
  readonly #unsolved: string[] = [];
  readonly #unparsed: string[] = [];
  #unparsedSteps = 0;

  constructor(tokenizer: Tokenizer, world: World) {
    this.#tokenizer = tokenizer;
    this.#world = world;
  }

  of(said: ResponseText, exchange: Exchange, sequence: PromptedResponse): LabelledTrajectory {
    const { problem, where, correct, steps } = said;
    const prompt = textOf(said.prompt, "user");
    const response = textOf(said.response, "assistant");
    const truth = steps
      ? { correct, ...this.#fromFile(exchange, steps) }
      : this.#fromWorld(prompt, said, sequence.responseIds);
    const mistake = this.#mistakeIn(prompt, sequence.responseIds);
    return { problem, where, prompt, response, ...sequence, ...truth, mistake, q: null, values: [], classQ: null };
  }

  get warnings(): string[] {
    return [
      ...(this.#unsolved.length > 0
        ? [
            msg(
              `${this.#unsolved.length} responses answer no problem of the embedded world, so nobody knows whether their steps are right: ${some(this.#unsolved)}.`,
            ),
          ]
        : []),
      ...(this.#unparsed.length > 0
        ? [
            msg(
              `${this.#unparsedSteps} steps are neither an equation nor an answer and count as wrong, in ${this.#unparsed.length} responses: ${some(this.#unparsed)}.`,
            ),
          ]
        : []),
    ];
  }

  #mistakeIn(prompt: string, responseIds: readonly number[]): Mistake | null {
    const problem = this.#solve(prompt);
    return problem && mistakeOf(this.#world.verify(problem, this.#tokenizer.decode(responseIds)));
  }

  #fromFile(exchange: Exchange, { ends, firstWrong }: NonNullable<ResponseText["steps"]>) {
    return { stepEnds: tokensBefore(this.#tokenizer, exchange, ends), firstWrongStep: firstWrong };
  }

  #fromWorld(prompt: string, { where, correct: said }: ResponseText, responseIds: readonly number[]) {
    const problem = this.#solve(prompt);
    if (!problem) {
      this.#unsolved.push(where);
      return { correct: said, stepEnds: [], firstWrongStep: null };
    }
    const { verdict, ends } = verifiedSteps(this.#world, this.#tokenizer, problem, responseIds);
    const { correct, steps, firstWrongStep } = verdict;
    const malformed = steps.filter(({ status }) => status === "malformed").length;
    this.#unparsedSteps += malformed;
    if (malformed > 0) this.#unparsed.push(where);
    return { correct, stepEnds: ends.map(({ end }) => end), firstWrongStep };
  }

  #solve(prompt: string): Problem | null {
    const known = this.#problems.get(prompt);
    if (known !== undefined) return known;
    const problem = this.#world.solve(prompt);
    this.#problems.set(prompt, problem);
    return problem;
  }
}

const SHOWN = 5;

/** The first few texts of a list as part of a sentence, with the number of the others. */
function some(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  return `${texts.slice(0, SHOWN).join("; ")}${more > 0 ? ` and ${more} more` : ""}`;
}
