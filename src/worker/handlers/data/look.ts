import { exchangesOf } from "../../../engine/data/exchange.ts";
import { type DataRecord, responsesOf } from "../../../engine/data/record.ts";
import { type RecordFilter, recordTest } from "../../../engine/data/record-filter.ts";
import { readExchange, recordTokens, type TextReader } from "../../../engine/data/record-tokens.ts";
import { textOf } from "../../../engine/tokenizer/conversation.ts";
import { unknownWordsOf } from "../../../engine/tokenizer/sequence.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { ReadResponse, RecordRow, RecordView, ShownToken, WalkProgress } from "../../data-records.ts";
import type { DataShelf, KeptRecord } from "./shelf.ts";

/** The positions of the records that pass a filter. */
export async function findRecords(
  shelf: DataShelf,
  data: DataSetRecord,
  filter: RecordFilter,
  { emit, signal }: { emit(progress: WalkProgress): void; signal: AbortSignal },
): Promise<Uint32Array> {
  const found: number[] = [];
  const matches = recordTest(filter);
  let done = 0;
  for await (const records of shelf.walk(data, signal)) {
    for (const { position, record } of records) if (matches(record)) found.push(position);
    done += records.length;
    emit({ done, of: data.records });
  }
  return Uint32Array.from(found);
}

const BEGINNING = 200;

/** A record in the form that a table shows. */
export function recordRow({ position, record }: KeptRecord, reader: TextReader): RecordRow {
  const { prompt, responses, fit } = recordTokens(record, reader);
  return {
    position,
    kind: record.kind,
    prompt: textOf(record.prompt, "user").slice(0, BEGINNING),
    response: textOf(responsesOf(record)[0] ?? "", "assistant").slice(0, BEGINNING),
    tokens: { prompt, response: Math.max(0, ...responses) },
    fit,
  };
}

/** A record with its texts in a reward model's tokens. */
export function viewOf({ position, number, shape, record }: KeptRecord, reader: TextReader): RecordView {
  const sides = sidesOf(record);
  const responses = exchangesOf(record).map((exchange, i): ReadResponse => {
    const side = sides[i] ?? "not labelled";
    const read = readExchange(exchange, reader);
    if (read.sequence === null) {
      return { side, tokens: [], promptLength: 0, length: 0, fit: read.fit, unknownWords: [], refusal: read.why };
    }
    const { promptIds, responseIds } = read.sequence;
    return {
      side,
      tokens: [...shownTokens(promptIds, 0, reader), ...shownTokens(responseIds, promptIds.length, reader)],
      promptLength: promptIds.length,
      length: promptIds.length + responseIds.length,
      fit: read.fit,
      unknownWords: unknownWordsOf(reader.tokenizer, exchange).slice(0, WORDS_NAMED),
      refusal: null,
    };
  });
  return { position, number, shape, record, responses, contextLength: reader.contextLength };
}

const WORDS_NAMED = 12;
/** Tokens shown of a long text: more would take long to draw. The last tokens matter, since the last one is scored. */
const FIRST_SHOWN = 600;
const LAST_SHOWN = 60;

function shownTokens(ids: readonly number[], start: number, { tokenizer }: TextReader): ShownToken[] {
  const kindOf = (id: number) =>
    id === tokenizer.unknownId ? "unknown" : tokenizer.isSpecial(id) ? "special" : "text";
  return ids.flatMap((id, i) => {
    const isShown = i < FIRST_SHOWN || i >= ids.length - LAST_SHOWN;
    return isShown ? [{ at: start + i, text: tokenizer.tokenText(id), kind: kindOf(id) }] : [];
  });
}

/** What a record says of each of its responses, in order. */
function sidesOf(record: DataRecord): ReadResponse["side"][] {
  if (record.kind === "comparison") {
    return [...record.chosen.map(() => "chosen" as const), ...record.rejected.map(() => "rejected" as const)];
  }
  if (record.correct === null) return ["not labelled"];
  return [record.correct ? "right" : "wrong"];
}
