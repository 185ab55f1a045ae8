import * as v from "valibot";
import type { JsonObject } from "../../checkpoint/json.ts";
import { type Message, ROLES, type TextOrChat } from "../../tokenizer/conversation.ts";

/** The role that each tag of a turn means: the roles' own names, and sharegpt's. */
const SPEAKERS = {
  ...(Object.fromEntries(ROLES.map((role) => [role, role])) as Record<Message["role"], Message["role"]>),
  human: "user",
  gpt: "assistant",
  observation: "tool",
} as const;
const SPEAKER_NAMES = Object.keys(SPEAKERS).join(", ");
const TEXT_PARTS: ReadonlySet<unknown> = new Set([undefined, null, "text", "input_text", "output_text"]);

/** Thrown where a part of a value does not fit: its path, and what is there. */
class Wrong {
  constructor(
    readonly keys: readonly (string | number)[],
    readonly expected: string,
    readonly value: unknown,
  ) {}
}

/** The keys that `said` reads of a message; any other key of a message has to be accounted for. */
const READ_OF_MESSAGE = [
  "role",
  "from",
  "content",
  "content.type",
  "content.text",
  "value",
  "value.type",
  "value.text",
];
const READ = [...READ_OF_MESSAGE, ...["messages", "conversations"].flatMap(within)];

/**
 * A text, or messages: a list, a single message, or an object with `messages`. Turns have `role` and `content`, or
 * `from` and `value`. A content in parts is the concatenation of its text parts, as chat templates write it.
 */
export const said = schemaOf(readSaid, READ);
/** Messages as in `said`, but no plain text. */
export const messages = schemaOf(readMessages, READ);
/** A single message. */
export const message = schemaOf((value) => readMessage(value, []), READ_OF_MESSAGE);

/** @param reads the keys that are read of a value; nested keys are joined by dots */
function schemaOf<Output>(read: (value: unknown) => Output, reads: readonly string[]) {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, Output>(({ dataset, addIssue, NEVER }) => {
      try {
        return read(dataset.value);
      } catch (thrown) {
        if (!(thrown instanceof Wrong)) throw thrown;
        const { keys, expected, value: input } = thrown;
        const path = keys.map((key) => ({ type: "unknown", origin: "value", input, key, value: input }) as const);
        const [first, ...others] = path;
        addIssue({ message: expected, expected, input, ...(first && { path: [first, ...others] }) });
        return NEVER;
      }
    }),
    v.metadata({ reads }),
  );
}

function readSaid(value: unknown): TextOrChat {
  return typeof value === "string" ? value : readMessages(value);
}

function readMessages(value: unknown): Message[] {
  if (Array.isArray(value)) return readList(value, []);
  if (isObject(value)) {
    for (const key of ["messages", "conversations"]) {
      if (Object.hasOwn(value, key)) return readList(value[key], [key]);
    }
    if (isTurn(value)) return [readMessage(value, [])];
  }
  throw new Wrong([], "a text, or messages", value);
}

function readList(value: unknown, keys: readonly (string | number)[]): Message[] {
  if (Array.isArray(value) && value.length > 0) return value.map((turn, i) => readMessage(turn, [...keys, i]));
  throw new Wrong(keys, "at least one message", value);
}

function readMessage(turn: unknown, keys: readonly (string | number)[]): Message {
  if (!isObject(turn)) throw new Wrong(keys, "a message", turn);
  const [tag, content] = Object.hasOwn(turn, "from") ? (["from", "value"] as const) : (["role", "content"] as const);
  const speaker = turn[tag];
  if (typeof speaker === "string" && Object.hasOwn(SPEAKERS, speaker)) {
    const role = SPEAKERS[speaker as keyof typeof SPEAKERS];
    return { role, content: readContent(turn[content], [...keys, content]) };
  }
  throw new Wrong([...keys, tag], `who speaks, one of ${SPEAKER_NAMES}`, speaker);
}

function readContent(content: unknown, keys: readonly (string | number)[]): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content) || content.length === 0) throw new Wrong(keys, "a text, or parts of text", content);
  return content.map((part, i) => readPart(part, [...keys, i])).join("");
}

function readPart(part: unknown, keys: readonly (string | number)[]): string {
  if (!isObject(part)) throw new Wrong(keys, "a part of text", part);
  if (!TEXT_PARTS.has(part.type)) throw new Wrong([...keys, "type"], 'a part of text, "text"', part.type);
  if (typeof part.text === "string") return part.text;
  throw new Wrong([...keys, "text"], "a text", part.text);
}

/** Whether a value has the keys of a turn; the values under them may still not fit. */
export function isTurn(value: unknown): boolean {
  return isObject(value) && ["role", "from"].some((tag) => typeof value[tag] === "string");
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function within(key: string): string[] {
  return [key, ...READ_OF_MESSAGE.map((inner) => `${key}.${inner}`)];
}
