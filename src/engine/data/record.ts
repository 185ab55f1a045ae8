import { asMessages, onlyText, type TextOrChat } from "../tokenizer/conversation.ts";
import type { Preference } from "./preference.ts";

/** Where a record comes from, as far as its file says. */
export interface Provenance {
  source?: string;
  id?: string;
  /** The subset of a benchmark that the record belongs to. */
  subset?: string;
}

/**
 * Responses to one prompt: every chosen response is better than every rejected response. A preference pair has one of
 * each. One side is empty if all graded responses are right, or all are wrong.
 */
export interface Comparison extends Provenance {
  kind: "comparison";
  prompt: TextOrChat;
  chosen: readonly TextOrChat[];
  rejected: readonly TextOrChat[];
  /** By how much the chosen response is better, if the data says so. */
  margin?: number;
}

/** A response with the label of its final answer: right, wrong, or null if it was not labelled. */
export interface LabelledResponse extends Provenance {
  kind: "response";
  prompt: TextOrChat;
  response: TextOrChat;
  correct: boolean | null;
}

/** A response in steps, each labelled right, wrong, or null if it was not labelled. */
export interface LabelledSteps extends Provenance {
  kind: "steps";
  prompt: string;
  steps: readonly string[];
  labels: readonly (boolean | null)[];
  /** The text between two steps; left out, a line break (TRL's default). */
  separator?: string;
  /** Whether the final answer is right, which is possible after a wrong step; null if it was not labelled. */
  correct: boolean | null;
}

/** The common form that records of every shape are converted to. */
export type DataRecord = Comparison | LabelledResponse | LabelledSteps;

/** A preference pair with its provenance. */
export type ImportedPreference = Preference & Provenance;

/** Every pair of a chosen and a rejected response of a comparison. */
export function pairsOf({ kind, chosen, rejected, ...shared }: Comparison): ImportedPreference[] {
  return chosen.flatMap((better) => rejected.map((worse) => ({ ...shared, chosen: better, rejected: worse })));
}

/** The responses of a record: first the chosen, then the rejected ones; steps are joined to one text. */
export function responsesOf(record: DataRecord): TextOrChat[] {
  if (record.kind === "comparison") return [...record.chosen, ...record.rejected];
  return [record.kind === "steps" ? joinedSteps(record) : record.response];
}

/**
 * Names of a record's responses in the order of `responsesOf`, such as "chosen" or "rejected 2"; "" for a single
 * response.
 */
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

/**
 * A key of a prompt. Two prompts have the same key if their messages are equal; a text counts as one message of the
 * user.
 */
export function promptKey(prompt: TextOrChat): string {
  const messages = () => asMessages(prompt, "user").map(({ role, content }) => [role, content]);
  return onlyText(prompt, "user") ?? JSON.stringify(messages());
}
