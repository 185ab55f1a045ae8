/**
 * Everything that the page asks of the engine's worker: one map of calls, from which the types of requests, results,
 * events and handlers follow, and the check of every message. The page has these types only; `serve.ts` has the map.
 */
import type { ProblemReport } from "../engine/errors.ts";
import { alignCalls } from "./handlers/align/calls.ts";
import { dataCalls } from "./handlers/data/calls.ts";
import { evaluateCalls } from "./handlers/evaluate/calls.ts";
import { exploreCalls } from "./handlers/explore/calls.ts";
import { exportCalls } from "./handlers/export/calls.ts";
import { modelCalls } from "./handlers/models/calls.ts";
import { trainCalls } from "./handlers/train/calls.ts";

export const calls = {
  ...exploreCalls,
  ...trainCalls,
  ...alignCalls,
  ...evaluateCalls,
  ...dataCalls,
  ...modelCalls,
  ...exportCalls,
};
type Calls = typeof calls;
type TypesOf<K extends CallKind> = NonNullable<Calls[K]["types"]>;

export type CallKind = keyof Calls;
export type RequestOf<K extends CallKind = CallKind> = {
  [Kind in K]: { kind: Kind } & TypesOf<Kind>["fields"];
}[K];
export type ResultOf<K extends CallKind = CallKind> = TypesOf<K>["result"];
export type EventOf<K extends CallKind = CallKind> = TypesOf<K>["event"];

/** What a handler gets beside its request. */
export interface Call<K extends CallKind> {
  emit(event: EventOf<K>): void;
  /** Aborted when the page cancels. A handler then throws `signal.reason` or returns a partial result. */
  signal: AbortSignal;
}

/** The handlers of some calls, or of all. */
export type Handlers<K extends CallKind = CallKind> = {
  [Kind in K]: (request: RequestOf<Kind>, call: Call<Kind>) => Promise<ResultOf<Kind>>;
};

export type ToWorker = { type: "request"; id: number; request: RequestOf } | { type: "cancel"; id: number };

export type FromWorker =
  | { type: "result"; id: number; result: ResultOf }
  | { type: "event"; id: number; event: EventOf }
  /** `isOver`: the worker has lost its GPU, and with it all that was open. */
  | { type: "error"; id: number; report: ProblemReport; isOver: boolean }
  | { type: "cancelled"; id: number };
