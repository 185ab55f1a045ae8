import { PlaygroundError } from "../errors.ts";
import type { TextOrChat } from "../tokenizer/conversation.ts";
import type { Place } from "./place.ts";
import { type DataRecord, type ImportedPreference, joinedSteps, pairsOf, promptKey } from "./record.ts";

/** n right and n wrong responses to one prompt make n² pairs, so the number of pairs is limited. */
const MOST_PAIRS = 1_000_000;

/** A record with its place in its file. */
export interface Placed {
  place: Place;
  record: DataRecord;
}

/** A pair with the places of the records that its responses come from; in a comparison both come from one record. */
export interface PlacedPair extends ImportedPreference {
  places: { chosen: Place; rejected: Place };
}

interface PlacedResponse {
  place: Place;
  response: TextOrChat;
}

/** Right and wrong responses to one prompt, collected from several records. */
interface Labelled {
  prompt: TextOrChat;
  right: PlacedResponse[];
  wrong: PlacedResponse[];
}

/**
 * Makes preference pairs: of a comparison every chosen with every rejected response; of labelled responses every right
 * with every wrong response to the same prompt. A response without a counterpart makes no pair.
 * @throws PlaygroundError if there would be more than a million pairs
 */
export function preferencePairs(records: readonly Placed[], name: string): PlacedPair[] {
  const tally = new PairTally();
  for (const { record } of records) tally.add(record);
  if (tally.pairs > MOST_PAIRS) {
    throw new PlaygroundError({
      what: "There are too many pairs of right and wrong responses",
      where: name,
      expected: `at most ${MOST_PAIRS}`,
      found: `${tally.pairs}`,
      fix: "Take fewer responses to a prompt.",
    });
  }
  const compared = records.flatMap(({ place, record }) =>
    record.kind === "comparison"
      ? pairsOf(record).map((pair) => ({ ...pair, places: { chosen: place, rejected: place } }))
      : [],
  );
  const paired = [...labelledByPrompt(records)].flatMap(({ prompt, right, wrong }) =>
    right.flatMap((chosen) =>
      wrong.map((rejected) => ({
        ...{ prompt, chosen: chosen.response, rejected: rejected.response },
        places: { chosen: chosen.place, rejected: rejected.place },
      })),
    ),
  );
  return [...compared, ...paired];
}

/** Counts, record after record, the pairs that `preferencePairs` would make, without holding the records. */
export class PairTally {
  pairs = 0;
  readonly #labelled = new Map<string, { right: number; wrong: number }>();

  add(record: DataRecord): void {
    if (record.kind === "comparison") this.pairs += record.chosen.length * record.rejected.length;
    else if (record.correct !== null) this.#label(promptKey(record.prompt), record.correct);
  }

  #label(key: string, correct: boolean): void {
    const counts = this.#labelled.get(key) ?? { right: 0, wrong: 0 };
    this.pairs += correct ? counts.wrong : counts.right;
    counts[correct ? "right" : "wrong"] += 1;
    this.#labelled.set(key, counts);
  }
}

function labelledByPrompt(records: readonly Placed[]): Iterable<Labelled> {
  const prompts = new Map<string, Labelled>();
  for (const { place, record } of records) {
    if (record.kind === "comparison" || record.correct === null) continue;
    const { prompt, correct } = record;
    const key = promptKey(prompt);
    const labelled = prompts.get(key) ?? { prompt, right: [], wrong: [] };
    const response = record.kind === "steps" ? joinedSteps(record) : record.response;
    labelled[correct ? "right" : "wrong"].push({ place, response });
    prompts.set(key, labelled);
  }
  return prompts.values();
}
