import { allLeftOut, checkSomeLeft, type LeftOut, Omissions } from "../data/left-out.ts";
import { type Place, placeText } from "../data/place.ts";
import type { PlacedPreference, PlacedSteps, PlacedTrainingRecord } from "../data/read-records.ts";
import { readableRecords } from "../data/readable-records.ts";
import { stepOffsets, verifiedSteps } from "../data/step-ends.ts";
import { type Exchange, textOf } from "../tokenizer/conversation.ts";
import { type PromptedResponse, tokensBefore } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { UnusableRecord } from "../unusable-record.ts";
import type { World } from "../world/world.ts";
import { type Example, type Response, responseOf, tokenisePairs, withResponses } from "./pairs.ts";
import { stepLabels } from "./step-labels.ts";

/** The model's side of reading records as tokens. */
export interface ExampleReader {
  tokenizer: Tokenizer;
  contextLength: number;
  /** The world whose verifier labels the steps of pairs; null leaves pairs without step labels. */
  world: World | null;
}

/** The records that a model can be trained on, as texts and in the same order as tokens, and what was left out. */
export interface TokenisedExamples {
  records: readonly PlacedTrainingRecord[];
  examples: readonly Example[];
  leftOut: LeftOut;
}

/**
 * Tokenises records: pairs become pairs, labelled steps become single responses. With a world, its verifier labels the
 * steps of pairs. Left out are the records that `tokenisePairs` or `readableRecords` leave out, labelled steps without
 * any label or with a blank step, and pairs whose prompt is no problem of the world.
 * @param name the name of the file in errors
 * @throws PlaygroundError if no record is left, or the model has no token that ends a text
 */
export function tokeniseExamples(
  records: readonly PlacedTrainingRecord[],
  reader: ExampleReader,
  name: string,
): TokenisedExamples {
  const isSteps = (record: PlacedTrainingRecord): record is PlacedSteps => "steps" in record;
  const steps = records.filter(isSteps);
  if (steps.length > 0) return tokeniseSteps(steps, reader, name);
  const preferences = records.filter((record): record is PlacedPreference => !isSteps(record));
  const { tokenizer, contextLength, world } = reader;
  const { preferences: read, pairs, leftOut } = tokenisePairs(preferences, tokenizer, contextLength, name);
  if (!world) return { records: read, examples: pairs, leftOut };
  const omissions = new Omissions();
  const labelled = pairs.flatMap((pair, i) => {
    const record = read[i] as PlacedPreference;
    const problem = world.solve(textOf(record.prompt, "user"));
    if (!problem) {
      for (const place of Object.values<Place>(record.places)) omissions.add(place, unknownProblem());
      return [];
    }
    const label = (response: Response): Response => {
      const ids = response.ids.slice(response.responseStart);
      return { ...response, steps: verifiedSteps(world, tokenizer, problem, ids).ends };
    };
    return [{ record, example: withResponses(pair, label) }];
  });
  return whatIsLeft(labelled, name, allLeftOut([leftOut, omissions.account()]));
}

function tokeniseSteps(steps: readonly PlacedSteps[], reader: ExampleReader, name: string): TokenisedExamples {
  const omissions = new Omissions();
  const placed = steps.map((record) => ({ place: record.place, record }));
  const readable = readableRecords(placed, reader, omissions);
  const labelled = readable.flatMap(({ place, record, exchanges: [exchange], sequences: [sequence] }) => {
    const read = { exchange: exchange as Exchange, sequence: sequence as PromptedResponse };
    const example = omissions.attempt(place, () => labelledResponse(record, read, reader));
    return example ? [{ record, example }] : [];
  });
  return whatIsLeft(labelled, name, omissions.account());
}

function whatIsLeft(
  left: readonly { record: PlacedTrainingRecord; example: Example }[],
  name: string,
  leftOut: LeftOut,
): TokenisedExamples {
  checkSomeLeft(left.length, name, leftOut);
  return { records: left.map(({ record }) => record), examples: left.map(({ example }) => example), leftOut };
}

/** @throws UnusableRecord if a step is blank, or none is labelled */
function labelledResponse(
  record: PlacedSteps,
  { exchange, sequence }: { exchange: Exchange; sequence: PromptedResponse },
  { tokenizer }: ExampleReader,
): Response {
  const ends = tokensBefore(tokenizer, exchange, stepOffsets(record, placeText(record.place)));
  const steps = ends.map((end, i) => ({ end, right: record.labels[i] ?? null }));
  if (stepLabels(steps, "omitted").every((label) => label === null)) throw unrated();
  return { ...responseOf(sequence), steps };
}

function unknownProblem(): UnusableRecord {
  return new UnusableRecord("steps without labels", {
    what: "Nobody knows which steps of this pair's responses are right",
    expected: "labelled steps, or a problem of the embedded world, whose verifier labels them",
    found: "a pair about something else",
    fix: "Give stepwise data (TRL's, PRM800K's or ProcessBench's shape), or train a method that compares pairs.",
  });
}

function unrated(): UnusableRecord {
  return new UnusableRecord("steps without labels", {
    what: "For no step of the record is it known whether all steps up to it are right, so nothing can be learned from the record",
    expected: "a rating of the first step, or a step that is wrong",
    found: "neither",
    fix: "Rate the first step, or remove the record.",
  });
}
