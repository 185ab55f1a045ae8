import type { Message, TextOrChat } from "../tokenizer/conversation.ts";
import { type DataRecord, responsesOf } from "./record.ts";

export interface RecordFilter {
  /** Words that a record must contain, all of them, in upper or lower case. */
  words: string;
  /** The only kind of record to let through; null lets every kind through. */
  kind: DataRecord["kind"] | null;
}

/** Returns the test that decides whether a record passes the filter. */
export function recordTest({ words, kind }: RecordFilter): (record: DataRecord) => boolean {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return (record) => {
    if (kind !== null && record.kind !== kind) return false;
    if (wanted.length === 0) return true;
    const text = recordText(record).toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
}

/** All texts of a record, to be searched. */
function recordText(record: DataRecord): string {
  const { prompt, source, id, subset } = record;
  return [prompt, ...responsesOf(record)]
    .map(plain)
    .concat([source, id, subset].filter((field) => field !== undefined))
    .join("\n");
}

function plain(said: TextOrChat): string {
  return typeof said === "string" ? said : said.map(({ content }: Message) => content).join("\n");
}
