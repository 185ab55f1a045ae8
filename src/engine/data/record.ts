import { asMessages, onlyText, type TextOrChat } from "../tokenizer/conversation.ts";
import type { Preference } from "./preference.ts";

/** What a record may say of where it comes from. */
export interface Provenance {
  source?: string;
  id?: string;
  /** The part of a benchmark it belongs to. */
  subset?: string;
}

/**
 * Responses to one prompt, each chosen one better than each rejected one; a preference pair has one of each. One side is
 * empty where all responses that were graded are right, or all wrong.
 */
export interface Comparison extends Provenance {
  kind: "comparison";
  prompt: TextOrChat;
  chosen: readonly TextOrChat[];
  rejected: readonly TextOrChat[];
  /** By how much the chosen response is better, where the data says so. */
  margin?: number;
}

/** A response whose answer is right or wrong; null where nobody has said. */
export interface LabelledResponse extends Provenance {
  kind: "response";
  prompt: TextOrChat;
  response: TextOrChat;
  correct: boolean | null;
}

/** A response in steps of which each is right or wrong; null where nobody has said. */
export interface LabelledSteps extends Provenance {
  kind: "steps";
  prompt: string;
  steps: readonly string[];
  labels: readonly (boolean | null)[];
  /** What stands between two steps; a line break, TRL's default, where it is left out. */
  separator?: string;
  /** Whether the final answer is right, which it can be after a wrong step; null where nobody has said. */
  correct: boolean | null;
}

/** The one form that every shape of record is read to. */
export type DataRecord = Comparison | LabelledResponse | LabelledSteps;

/** A pair as imported. */
export type ImportedPreference = Preference & Provenance;

/** The pairs of a comparison: chosen × rejected. */
export function pairsOf({ kind, chosen, rejected, ...shared }: Comparison): ImportedPreference[] {
  return chosen.flatMap((better) => rejected.map((worse) => ({ ...shared, chosen: better, rejected: worse })));
}

/** The responses of a record: those chosen, then those rejected; steps as one text. */
export function responsesOf(record: DataRecord): TextOrChat[] {
  if (record.kind === "comparison") return [...record.chosen, ...record.rejected];
  return [record.kind === "steps" ? joinedSteps(record) : record.response];
}

/** What tells the responses of a record apart, in the order of `responsesOf`: "chosen", "rejected 2"; "" of one alone. */
export function responseNames(record: DataRecord): string[] {
  if (record.kind !== "comparison") return [""];
  const named = (side: string, { length }: readonly unknown[]) =>
    Array.from({ length }, (_, i) => (length > 1 ? `${side} ${i + 1}` : side));
  return [...named("chosen", record.chosen), ...named("rejected", record.rejected)];
}

/** The steps of a solution, or the first `count`, as one text. */
export function joinedSteps({ steps, separator = "\n" }: LabelledSteps, count = steps.length): string {
  return steps.slice(0, count).join(separator);
}

/** Names a prompt: two are the same where a person's one message, or all messages of their conversations, are. */
export function promptKey(prompt: TextOrChat): string {
  const messages = () => asMessages(prompt, "user").map(({ role, content }) => [role, content]);
  return onlyText(prompt, "user") ?? JSON.stringify(messages());
}
