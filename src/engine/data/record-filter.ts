import type { Message, TextOrChat } from "../tokenizer/conversation.ts";
import { type DataRecord, responsesOf } from "./record.ts";

export interface RecordFilter {
  /** Words a record has to have, all of them, whatever their case. */
  words: string;
  /** One kind of record; null lets all through. */
  kind: DataRecord["kind"] | null;
}

/** Whether a filter lets a record through. */
export function recordTest({ words, kind }: RecordFilter): (record: DataRecord) => boolean {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return (record) => {
    if (kind !== null && record.kind !== kind) return false;
    if (wanted.length === 0) return true;
    const text = recordText(record).toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
}

/** All that a record says, for searching. */
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
