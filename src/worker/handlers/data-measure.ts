import { lengthStatistics, type PairLengths } from "../../engine/data/length-statistics.ts";
import { PairTally } from "../../engine/data/pair-up.ts";
import { plainResponses } from "../../engine/data/plain-text.ts";
import { type DataRecord, promptKey } from "../../engine/data/record.ts";
import { type Fit, recordTokens, type TextReader } from "../../engine/data/record-tokens.ts";
import type { DataSetRecord } from "../../storage/records.ts";
import type { DataStatistics } from "../data-records.ts";
import type { Call } from "../serve.ts";
import type { DataShelf } from "./data-shelf.ts";

/** Counts what is in a data set, a chunk at a time. */
export async function measureData(
  shelf: DataShelf,
  data: DataSetRecord,
  reader: TextReader,
  { emit, signal }: Call<"measureData">,
): Promise<DataStatistics> {
  const kinds: DataStatistics["kinds"] = {};
  const fits: Record<Fit, number> = { whole: 0, "too long": 0, "unknown words": 0 };
  const prompts = new Set<string>();
  const pairs = new PairTally();
  const [tokens, characters]: [PairLengths[], PairLengths[]] = [[], []];
  const whole: number[] = [];
  for await (const records of shelf.walk(data, signal)) {
    for (const { record } of records) {
      const counted = recordTokens(record, reader);
      kinds[record.kind] = (kinds[record.kind] ?? 0) + 1;
      fits[counted.fit] += 1;
      prompts.add(promptKey(record.prompt));
      pairs.add(record);
      whole.push(counted.prompt + Math.max(0, ...counted.responses));
      tokens.push(...lengthsOf(record, counted.prompt, counted.responses));
      const texts = plainResponses(record);
      const lengths = texts.map(({ response }) => response.length);
      characters.push(...lengthsOf(record, texts[0]?.prompt.length ?? 0, lengths));
    }
    emit({ done: whole.length, of: data.records });
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

/** Of every pair of a comparison. @param responses lengths of those chosen, then of those rejected */
function lengthsOf(record: DataRecord, prompt: number, responses: readonly number[]): PairLengths[] {
  if (record.kind !== "comparison") return [];
  const rejected = responses.slice(record.chosen.length);
  return responses
    .slice(0, record.chosen.length)
    .flatMap((chosen) => rejected.map((other) => ({ prompt, chosen, rejected: other })));
}
