import { tokensBefore, verifiedSteps } from "../data/step-ends.ts";
import { PlaygroundError } from "../errors.ts";
import { textOf } from "../tokenizer/conversation.ts";
import { type PromptedResponse, tokenised } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { type Mistake, mistakeOf } from "../world/mistake.ts";
import type { Problem, World } from "../world/world.ts";
import type { EvaluationFile, ResponseText } from "./evaluation-file.ts";
import type { Reader } from "./opened.ts";
import { some } from "./some.ts";
import type { LabelledRecords, LabelledTrajectory } from "./trajectory.ts";

/** Records as tokens with their truth, and what a reader of figures about them has to know. */
export interface LabelledFile extends LabelledRecords {
  warnings: string[];
}

/**
 * Tokenises a file's responses and labels their steps: as the file says, or as the world's verifier finds. Comparisons
 * with a response that does not fit the context are left out whole, and named in the warnings.
 * @throws PlaygroundError where the tokenizer does not know words of the file, or nothing fits
 */
export function labelRecords(file: EvaluationFile, { tokenizer, contextLength }: Reader, world: World): LabelledFile {
  checkWords(file, tokenizer);
  const sequences = file.responses.map((exchange) => tokenised(tokenizer, exchange));
  const tooLong = new Set(
    [...sequences.keys()].filter((i) => lengthOf(sequences[i] as PromptedResponse) > contextLength),
  );
  const leftOut = new Set(tooLong);
  const comparisons = file.comparisons.filter(({ chosen, rejected }) => {
    const members = [...chosen, ...rejected];
    const fits = members.every((i) => !tooLong.has(i));
    if (!fits) for (const i of members) leftOut.add(i);
    return fits;
  });
  const kept = [...sequences.keys()].filter((i) => !leftOut.has(i));
  if (kept.length === 0) throw nothingFits(file, contextLength);
  const newIndex = new Map(kept.map((old, index) => [old, index]));
  const moved = (indices: readonly number[]) => indices.map((i) => newIndex.get(i) as number);

  const labels = new Labels(tokenizer, world);
  const trajectories = kept.map((i) => labels.of(file.responses[i] as ResponseText, sequences[i] as PromptedResponse));
  const places = [...tooLong].map((i) => file.responses[i]?.where as string);
  return {
    trajectories,
    comparisons: comparisons.map((each) => ({ ...each, chosen: moved(each.chosen), rejected: moved(each.rejected) })),
    warnings: [
      ...file.warnings,
      ...(tooLong.size > 0
        ? [
            `${tooLong.size} of ${sequences.length} responses do not fit the context of ${contextLength} tokens and are left out with what they are compared to: ${some(places)}.`,
          ]
        : []),
      ...labels.warnings,
    ],
  };
}

/** Labels responses one after another and remembers what was odd about them. */
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

  of(said: ResponseText, sequence: PromptedResponse): LabelledTrajectory {
    const { problem, where, correct, steps } = said;
    const prompt = textOf(said.prompt, "user");
    const response = textOf(said.response, "assistant");
    const truth = steps
      ? { correct, ...this.#fromFile(response, steps) }
      : this.#fromWorld(prompt, said, sequence.responseIds);
    const mistake = this.#mistakeIn(prompt, sequence.responseIds);
    return { problem, where, prompt, response, ...sequence, ...truth, mistake, q: null, values: [], classQ: null };
  }

  get warnings(): string[] {
    return [
      ...(this.#unsolved.length > 0
        ? [
            `${this.#unsolved.length} responses answer no problem of the embedded world, so nobody knows whether their steps are right: ${some(this.#unsolved)}.`,
          ]
        : []),
      ...(this.#unparsed.length > 0
        ? [
            `${this.#unparsedSteps} steps are neither an equation nor an answer and count as wrong, in ${this.#unparsed.length} responses: ${some(this.#unparsed)}.`,
          ]
        : []),
    ];
  }

  #mistakeIn(prompt: string, responseIds: readonly number[]): Mistake | null {
    const problem = this.#solve(prompt);
    return problem && mistakeOf(this.#world.verify(problem, this.#tokenizer.decode(responseIds)));
  }

  #fromFile(response: string, { ends, firstWrong }: NonNullable<ResponseText["steps"]>) {
    return { stepEnds: tokensBefore(this.#tokenizer, response, ends), firstWrongStep: firstWrong };
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

function checkWords({ responses }: EvaluationFile, tokenizer: Tokenizer): void {
  const unknown = responses.map((exchange) => tokenizer.unknownWordsOf(exchange));
  const strange = responses.filter((_, i) => unknown[i]?.length);
  if (strange.length === 0) return;
  const words = [...new Set(unknown.flat())];
  throw new PlaygroundError({
    what: `The reward model's vocabulary does not cover the data: ${strange.length} of ${responses.length} responses or their prompts have words it does not know, such as ${some(words.map((word) => `"${word}"`))}`,
    where: `first at ${strange[0]?.where}`,
    fix: "Use reward models whose tokenizer covers the data, or data in the words of the models.",
  });
}

function lengthOf({ promptIds, responseIds }: PromptedResponse): number {
  return promptIds.length + responseIds.length;
}

function nothingFits({ name, responses }: EvaluationFile, contextLength: number): PlaygroundError {
  return new PlaygroundError({
    what: "No response fits the context of the models",
    where: name,
    expected: `prompt and response of at most ${contextLength} tokens`,
    found: `${responses.length} that are longer, or are compared to a longer one`,
  });
}
