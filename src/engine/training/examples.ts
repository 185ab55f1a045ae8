import type { Preference } from "../data/preference.ts";
import type { TrainingRecord } from "../data/read-records.ts";
import { joinedSteps, type LabelledSteps } from "../data/record.ts";
import { stepOffsets, tokensBefore, verifiedSteps } from "../data/step-ends.ts";
import { PlaygroundError } from "../errors.ts";
import { textOf } from "../tokenizer/conversation.ts";
import { sequenceOf } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { World } from "../world/world.ts";
import { type Example, type Response, responseOf, tokenisePairs, withResponses } from "./pairs.ts";
import { stepLabels } from "./step-labels.ts";

/** What reads records as tokens. */
export interface ExampleReader {
  tokenizer: Tokenizer;
  contextLength: number;
  /** Labels the steps of pairs; null leaves them without labels. */
  world: World | null;
}

/**
 * Records as tokens: pairs as pairs, labelled steps as responses alone. With a world the steps of the pairs are labelled
 * by its verifier.
 * @throws PlaygroundError naming the record: what `tokenisePairs` refuses, labelled steps that give no label or of which
 *   one is blank, or a pair whose prompt is no problem of the world
 */
export function tokeniseExamples(records: readonly TrainingRecord[], reader: ExampleReader): Example[] {
  const { tokenizer, contextLength, world } = reader;
  const isSteps = (record: TrainingRecord): record is LabelledSteps => "steps" in record;
  const steps = records.filter(isSteps);
  if (steps.length > 0) return steps.map((record, i) => labelledResponse(record, reader, `record ${i + 1}`));
  const preferences = records.filter((record): record is Preference => !isSteps(record));
  const pairs = tokenisePairs(preferences, tokenizer, contextLength);
  if (!world) return pairs;
  return pairs.map((pair, i) => {
    const prompt = preferences[i]?.prompt ?? "";
    const problem = world.solve(textOf(prompt, "user"));
    if (!problem) throw unknownProblem(`pair ${i + 1}`);
    const label = (response: Response): Response => {
      const ids = response.ids.slice(response.responseStart);
      return { ...response, steps: verifiedSteps(world, tokenizer, problem, ids).ends };
    };
    return withResponses(pair, label);
  });
}

function labelledResponse(record: LabelledSteps, { tokenizer, contextLength }: ExampleReader, where: string): Response {
  const { prompt, labels } = record;
  const response = joinedSteps(record);
  const ends = tokensBefore(tokenizer, response, stepOffsets(record, where));
  const steps = ends.map((end, i) => ({ end, right: labels[i] ?? null }));
  if (stepLabels(steps, "omitted").every((label) => label === null)) throw unrated(where);
  return { ...responseOf(sequenceOf(tokenizer, { prompt, response }, contextLength, where)), steps };
}

function unknownProblem(where: string): PlaygroundError {
  return new PlaygroundError({
    what: "Nobody knows which steps of this pair's responses are right",
    where,
    expected: "labelled steps, or a problem of the embedded world, whose verifier labels them",
    found: "a pair about something else",
    fix: "Give stepwise data (TRL's, PRM800K's or ProcessBench's shape), or train a method that compares pairs.",
  });
}

function unrated(where: string): PlaygroundError {
  return new PlaygroundError({
    what: "It is not known of any step of the record whether all is right up to there, so nothing can be learned from it",
    where,
    expected: "a rating of the first step, or a step that is wrong",
    found: "neither",
    fix: "Rate the first step, or remove the record.",
  });
}
