import type { JsonObject } from "../../engine/checkpoint/json.ts";
import type { DataRecord } from "../../engine/data/record.ts";
import type { ShapeId, Undecided } from "../../engine/data/shapes/index.ts";
import type { Message } from "../../engine/tokenizer/conversation.ts";

/** A shape, a record as its source writes it, and the record that it must be read as. */
export type RecordExample = [ShapeId, JsonObject, DataRecord | Undecided];

export const user = (content: string): Message => ({ role: "user", content });
export const assistant = (content: string): Message => ({ role: "assistant", content });

/** A prompt with two answers, as messages and as texts. */
export const said = { prompt: [user("q")], chosen: [[assistant("a")]], rejected: [[assistant("b")]] };
export const text = { prompt: "q", chosen: ["a"], rejected: ["b"] };
