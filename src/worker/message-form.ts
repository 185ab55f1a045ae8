import * as v from "valibot";
import { excerpt } from "../engine/data/misfit.ts";
import { PlaygroundError } from "../engine/errors.ts";
import type { RequestKind, ToWorker } from "./protocol.ts";

const text = v.string();
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const ids = v.array(count);
const list = v.array(v.record(v.string(), v.unknown()));
const record = v.pipe(
  v.looseObject({}),
  v.check((value) => !Array.isArray(value), "an object"),
);
const named = v.looseObject({ name: text, file: v.union([text, v.blob(), v.looseObject({ kept: text })]) });
const source = v.looseObject({ name: text, train: v.any(), heldOut: v.any() });
const chosen = v.looseObject({ embedded: v.array(text), stored: list });
const finite = v.pipe(v.number(), v.finite());
const sampling = v.looseObject({
  temperature: v.pipe(finite, v.minValue(0)),
  topK: count,
  topP: v.pipe(finite, v.gtValue(0), v.maxValue(1)),
  seed: count,
  maxTokens: count,
});
const devices = v.picklist(["auto", "wasm", "webgpu"]);
const rollouts = v.pipe(count, v.minValue(1));

/**
 * The form of every request, as far as handlers rely on it without checking. Contents of a person's file or address
 * were checked against their own schema when they came in, and handlers check configs and names again.
 */
const requests: { [K in RequestKind]: v.ObjectEntries } = {
  start: { device: devices },
  loadModels: { folder: text },
  generate: { prompt: text, settings: sampling, prefix: ids },
  completePrompt: { prompt: text },
  score: { prompt: text, settings: sampling, response: ids, text: v.optional(text) },
  measureValues: {
    ...{ prompt: text, response: ids, points: v.picklist(["steps", "tokens"]), known: list },
    settings: v.looseObject({ rollouts, maxTokens: count, seed: count }),
  },
  chooseStored: { models: list },
  choosePolicy: { policy: v.nullable(record) },
  judgeTexts: { models: list, prompt: text, responses: v.array(text) },
  problems: { count, seed: count },
  openTraining: {
    ...{ device: devices, models: text, base: v.nullable(text), data: source },
    supervision: v.picklist(["pairs", "steps"]),
  },
  pinPairs: { places: ids, generator: v.nullable(text) },
  train: {
    plan: v.looseObject({
      runs: v.array(v.looseObject({ id: text, name: text, config: record, resume: v.nullable(text) })),
      ...{ generator: v.nullable(text), pairs: v.nullable(count), heldOut: v.nullable(count) },
      recordEvery: v.pipe(count, v.minValue(1)),
    }),
  },
  controlTraining: { action: v.picklist(["pause", "resume", "step"]) },
  align: {
    plan: v.looseObject({
      ...{ policy: v.nullable(record), rewards: v.array(text), stored: list, prompts: count, file: v.nullable(named) },
      ...{ samples: count, minGap: finite, validation: count, test: count, config: record },
      until: v.picklist(["pairs", "end"]),
    }),
  },
  controlAlignment: { action: v.picklist(["pause", "resume", "stop"]) },
  evaluate: {
    models: chosen,
    data: named,
    validation: v.nullable(named),
    training: v.array(named),
    values: v.array(named),
  },
  bestOfN: {
    ...{ models: chosen, policy: v.nullable(record), problems: count, samples: count, n: ids, temperature: finite },
    ...{ seed: count, training: v.array(named) },
  },
  openHubData: { name: text, access: record },
  inspectData: { input: record, plan: record },
  importData: { input: record, plan: record, name: text },
  findRecords: { data: text, filter: v.looseObject({ words: text, kind: v.nullable(text) }) },
  readRows: { data: text, positions: ids, model: text },
  readRecord: { data: text, position: count, model: text },
  changeRecord: { data: text, hash: text, position: count, change: v.looseObject({ type: text }) },
  deriveData: { data: text, derivation: v.looseObject({ type: text }) },
  makeData: { settings: record, policy: text, name: text },
  measureData: { data: text, model: text },
  exportData: { data: text, format: text },
  lookUpModel: { place: v.looseObject({ kind: text }) },
  mergeAdapter: { adapter: record, base: text },
  keepModel: { look: record, content: v.looseObject({ kind: text }) },
  packForCluster: { run: text, embedded: source, pack: text },
  exportOnnx: { run: text },
};
const forms = new Map(
  Object.entries(requests).map(([kind, entries]) => [kind, v.looseObject({ kind: v.literal(kind), ...entries })]),
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
