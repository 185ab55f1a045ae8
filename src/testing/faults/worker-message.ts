import { PAIR_DEFAULTS } from "../../engine/data/world-pairs/settings.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { choice, randomInt } from "../../engine/random.ts";
import type { CallKind, FromWorker, Handlers, RequestOf } from "../../worker/calls.ts";
import { heardMessage } from "../../worker/message-form.ts";
import { serve, type WorkerEnd } from "../../worker/serve.ts";
import { testRun } from "../runs.ts";
import { damaged } from "./damage.ts";
import { type FaultPart, satisfied } from "./part.ts";

const settings = { temperature: 1, topK: 0, topP: 1, seed: 7, maxTokens: 8 };
const source = { name: "pairs", train: "pairs.jsonl", heldOut: null };
const models = { embedded: ["bt"], stored: [] };
const named = { name: "pairs", file: "pairs.jsonl" };
const { config } = testRun();
const plan = {
  runs: [{ id: "bt", name: "BT", config, resume: null }],
  generator: null,
  pairs: 8,
  heldOut: 2,
  recordEvery: 1,
};
/** A valid request of every kind. */
const requests: { [K in CallKind]: object } = {
  start: { device: "auto" },
  loadModels: { folder: "https://here/models/" },
  generate: { prompt: "p", settings, prefix: [1, 2] },
  completePrompt: { prompt: "p" },
  score: { prompt: "p", settings, response: [1, 2], text: "a" },
  measureValues: {
    prompt: "p",
    response: [1],
    points: "steps",
    settings: { rollouts: 4, maxTokens: 8, seed: 0 },
    known: [],
  },
  chooseStored: { models: [] },
  choosePolicy: { policy: { id: "policy:a", name: "a" } },
  judgeTexts: { models: [], prompt: "p", responses: ["a"] },
  problems: { count: 3, seed: 0 },
  openTraining: { device: "wasm", models: "https://here/models/", base: null, data: source, supervision: "pairs" },
  pinPairs: { places: [0, 1], generator: null },
  openAhead: { plan },
  train: { plan },
  controlTraining: { action: "pause" },
  align: {
    plan: {
      ...{ policy: null, rewards: ["bt"], stored: [], prompts: 4, file: named, samples: 4, minGap: 0, validation: 2 },
      ...{ test: 2, config, until: "pairs" },
    },
  },
  controlAlignment: { action: "stop" },
  evaluate: { models, data: named, validation: null, training: [named], values: [] },
  bestOfN: { models, policy: null, problems: 2, samples: 4, n: [1, 2], temperature: 1, seed: 0, training: [] },
  openHubData: { name: "a/b", access: { hubUrl: "https://hub" } },
  inspectData: { input: { parts: [], origin: { kind: "paste" } }, plan: { shape: null, map: null, first: null } },
  importData: { input: { parts: [], origin: { kind: "paste" } }, plan: { shape: null }, name: "mine" },
  openData: { data: "a" },
  findRecords: { data: "a", filter: { words: "b", kind: null } },
  readRows: { data: "a", positions: [0, 1], model: "m" },
  readRecord: { data: "a", position: 0, model: "m" },
  changeRecord: { data: "a", hash: "h", position: 0, change: { type: "remove" } },
  deriveData: { data: "a", derivation: { type: "deduplicate" } },
  makeData: { settings: PAIR_DEFAULTS, policy: "https://here/models/policy/", name: "made" },
  measureData: { data: "a", model: "m" },
  exportData: { data: "a", format: "trl" },
  lookUpModel: { place: { kind: "folder", name: "a", files: [] } },
  mergeAdapter: { adapter: { name: "a", files: [] }, base: "model:a" },
  keepModel: { look: { files: [] }, content: { kind: "hub", token: "" } },
  askModel: { model: "m", settings: null },
  packForCluster: { run: "r", embedded: source, pack: "https://here/cluster" },
  exportOnnx: { run: "r" },
};
const messages = Object.entries(requests).map(([kind, rest]) => ({
  type: "request",
  id: 1,
  request: { kind, ...rest },
}));

/** A message to the worker, as JSON. */
export const workerMessage: FaultPart<string> = {
  name: "worker message",
  accepted:
    "it is a request of a known kind with fields of its types, reaches that kind's handler, and is answered once under its id",
  make(random) {
    const message = choice(random, [...messages, { type: "cancel", id: 1 }]);
    return JSON.stringify(damaged(random, message, randomInt(random, 1, 2))) ?? "null";
  },
  found: [
    ...['{"toString":null}', '"constructor"', '"__proto__"', '"toString"', "null", "[]"].map(
      (kind) => `{"type":"request","id":1,"request":{"kind":${kind}}}`,
    ),
    ...[
      "null",
      "[]",
      '"request"',
      '{"type":"request","id":1}',
      '{"type":"cancel"}',
      '{"type":"request","id":1,"request":null}',
    ],
  ],
  async attempt(input) {
    const data: unknown = JSON.parse(input);
    const answers: FromWorker[] = [];
    const reached: RequestOf[] = [];
    const end: WorkerEnd = { postMessage: (message) => void answers.push(message), onmessage: null };
    const handler = async (request: RequestOf) => {
      reached.push(request);
      return null;
    };
    const handlers = Object.fromEntries(Object.keys(requests).map((kind) => [kind, handler])) as unknown as Handlers;
    serve(end, handlers);
    end.onmessage?.({ data } as MessageEvent);
    await Promise.resolve();
    await Promise.resolve();
    const heard = heardMessage(data);
    if (heard === null || heard.type === "cancel") {
      satisfied(answers.length === 0, "an answer to what was no request");
      if (heard === null) throw ignored(input);
      return;
    }
    const [answer] = answers;
    satisfied(answers.length === 1 && answer?.id === heard.id, "it is not answered once, under its id");
    if (answer.type === "error") throw new PlaygroundError(answer.report);
    satisfied(answer.type === "result", "it is answered with something else than a result");
    const [request] = reached;
    satisfied(reached.length === 1 && request !== undefined, "it reaches no handler, or several");
    satisfied(
      Object.hasOwn(requests, request.kind),
      `a request of the kind ${JSON.stringify(request.kind)} is acted on`,
    );
    const example = requests[request.kind];
    for (const [field, value] of Object.entries(example)) {
      const given = (request as unknown as Record<string, unknown>)[field];
      const mayBeNull = value === null || given === null || (request.kind === "score" && field === "text");
      satisfied(
        mayBeNull || typeof given === typeof value,
        `${request.kind} is acted on with ${field} of another type`,
      );
    }
  },
};

/** The refusal of a message without id, for whose answer nobody waits. */
function ignored(input: string): PlaygroundError {
  return new PlaygroundError({ what: "Not a message of the page", where: input.slice(0, 40), fix: "None is needed." });
}
