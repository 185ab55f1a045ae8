import { lengthStatistics, type PairLengths, pairLengths } from "../../../engine/data/length-statistics.ts";
import { PairTally } from "../../../engine/data/pair-up.ts";
import { promptKey, responsesOf } from "../../../engine/data/record.ts";
import { FITS, type Fit, recordTokens, type TextReader } from "../../../engine/data/record-tokens.ts";
import { textOf } from "../../../engine/tokenizer/conversation.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { Call } from "../../calls.ts";
import type { DataStatistics } from "../../data-records.ts";
import type { DataShelf } from "./shelf.ts";

/** Computes the statistics of a data set, chunk by chunk. */
export async function measureData(
  shelf: DataShelf,
  data: DataSetRecord,
  reader: TextReader,
  { emit, signal }: Call<"measureData">,
): Promise<DataStatistics> {
  const kinds: DataStatistics["kinds"] = {};
  const fits = Object.fromEntries(FITS.map((fit) => [fit, 0])) as Record<Fit, number>;
  const prompts = new Set<string>();
  const pairs = new PairTally();
  const [tokens, characters]: [PairLengths[], PairLengths[]] = [[], []];
  const whole: number[] = [];
  let done = 0;
  for await (const records of shelf.walk(data, signal)) {
    for (const { record } of records) {
      const counted = recordTokens(record, reader);
      kinds[record.kind] = (kinds[record.kind] ?? 0) + 1;
      fits[counted.fit] += 1;
      prompts.add(promptKey(record.prompt));
      pairs.add(record);
      // A record that the chat template refuses has no tokens to count.
      if (counted.fit !== "refused") whole.push(counted.prompt + Math.max(0, ...counted.responses));
      if (record.kind !== "comparison") continue;
      tokens.push(...pairLengths(record, counted.prompt, counted.responses));
      const lengths = responsesOf(record).map((response) => textOf(response, "assistant").length);
      characters.push(...pairLengths(record, textOf(record.prompt, "user").length, lengths));
    }
    done += records.length;
    emit({ done, of: data.records });
  }
  return {
    kinds,
    prompts: prompts.size,
    pairs: pairs.pairs,
    fits,
    lengths:
      tokens.length === 0 ? null : { tokens: lengthStatistics(tokens), characters: lengthStatistics(characters) },
    responses: {
      chosen: Uint32Array.from(tokens, ({ chosen }) => chosen),
      rejected: Uint32Array.from(tokens, ({ rejected }) => rejected),
    },
    whole: Uint32Array.from(whole),
    contextLength: reader.contextLength,
  };
}
