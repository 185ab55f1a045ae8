import * as v from "valibot";
import { excerpt } from "../engine/data/misfit.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { count } from "./call-type.ts";
import { calls, type ToWorker } from "./calls.ts";

const forms = new Map(
  Object.entries(calls).map(([kind, { fields }]) => [kind, v.looseObject({ kind: v.literal(kind), ...fields })]),
);
/** A valid message; the error for an invalid request; or null for an invalid message that expects no answer. */
export type HeardMessage = ToWorker | { type: "unreadable"; id: number; error: PlaygroundError } | null;

/**
 * Checks a message from the page. The page may be another version than the worker: a message that this worker does not
 * know is answered with an error, not acted on.
 */
export function heardMessage(data: unknown): HeardMessage {
  const head = v.safeParse(v.looseObject({ type: v.picklist(["request", "cancel"]), id: count }), data);
  if (!head.success) return null;
  const { type, id } = head.output;
  if (type === "cancel") return { type, id };
  const request = (data as { request?: unknown }).request;
  const { kind } = (typeof request === "object" && request !== null ? request : {}) as { kind?: unknown };
  const form = typeof kind === "string" ? forms.get(kind) : undefined;
  if (!form) return { type: "unreadable", id, error: unreadable("request", "a request that it knows", excerpt(kind)) };
  const parsed = v.safeParse(form, request);
  if (parsed.success) return data as ToWorker;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? "request";
  return {
    type: "unreadable",
    id,
    error: unreadable(`${kind}, ${field}`, issue.expected ?? issue.message, issue.received),
  };
}

function unreadable(where: string, expected: string, found: string): PlaygroundError {
  return new PlaygroundError({
    what: "The engine was asked for something that it does not understand",
    where: `engine, ${where}`,
    expected,
    found: found.slice(0, 60),
    fix: "Reload the page: it may be older or newer than its engine.",
  });
}
