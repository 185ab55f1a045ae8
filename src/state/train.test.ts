import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NOTHING_LEFT_OUT } from "../engine/data/left-out.ts";
import type { RunRecord } from "../storage/records.ts";
import type { CallKind, FromWorker, RequestOf, ToWorker } from "../worker/calls.ts";
import type { WorkerLike } from "../worker/client.ts";
import type { OpenedTraining, RunUpdate, TrainingEvent } from "../worker/training-records.ts";
import { readTraining, recordedTraining } from "./recorded-training.ts";
import { createTrain, type Train } from "./train.ts";

/** A worker that only does what a test tells it, so that the test decides how long everything takes. */
class HeldWorker implements WorkerLike {
  readonly sent: ToWorker[] = [];
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror = null;
  terminate = vi.fn();

  postMessage(message: ToWorker): void {
    this.sent.push(message);
  }

  /** The requests that the worker has received, in order. */
  get asked(): RequestOf[] {
    return this.sent.flatMap((message) => (message.type === "request" ? [message.request] : []));
  }

  get cancelled(): boolean {
    return this.sent.some(({ type }) => type === "cancel");
  }

  result(kind: CallKind, result: unknown): void {
    this.#tell({ type: "result", id: this.#idOf(kind), result: result as never });
  }

  error(kind: CallKind, where: string): void {
    this.#tell({ type: "error", id: this.#idOf(kind), report: { what: "Trouble", where }, isOver: false });
  }

  event(event: TrainingEvent): void {
    this.#tell({ type: "event", id: this.#idOf("train"), event });
  }

  #idOf(kind: CallKind): number {
    const last = this.sent.findLast((message) => message.type === "request" && message.request.kind === kind);
    if (!last) throw new Error(`Nobody asked for ${kind}`);
    return last.id;
  }

  #tell(data: FromWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }
}

const opened: OpenedTraining = {
  device: { backend: "wasm", reason: "", adapter: null, f16: false, limits: null, threads: 1 },
  base: "Tiny",
  generator: "Word-problem policy",
  generators: [],
  unit: "pairs",
  pairs: 512,
  heldOut: [],
  leftOut: NOTHING_LEFT_OUT,
};
const update = (step: number): TrainingEvent => {
  const run: RunUpdate = { step, curves: { from: 0, steps: [step], values: { loss: [1] } }, evaluations: [] };
  return { type: "update", runs: { bt: run, grm: run, icrm: run }, frames: [], secondsLeft: null };
};

const side = { rewards: [1, 2], mean: 0, outcome: [0, 0], consistency: null };
const signal = { chosen: side, rejected: side };

let workers: HeldWorker[];
let train: Train;
const worker = () => workers.at(-1) as HeldWorker;
const state = () => train.store.getState();
const statuses = () => state().lanes.map(({ id, status }) => [id, status]);
/** Waits until handlers of settled promises have run. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

const persist = vi.fn(async () => true);
beforeEach(() => {
  vi.stubGlobal("navigator", { storage: { persist } });
  workers = [];
  const spawn = () => {
    workers.push(new HeldWorker());
    return worker();
  };
  train = createTrain(spawn, "models/", { name: "pairs", train: "pairs.jsonl", heldOut: null });
});
afterEach(() => vi.unstubAllGlobals());

/** A training in the middle of its steps. */
async function training(): Promise<void> {
  void train.start();
  await settled();
  worker().result("openTraining", opened);
  await settled();
  for (const run of ["bt", "grm", "icrm"]) {
    worker().event({ type: "stored", run, runId: `stored ${run}`, lasting: true });
  }
  worker().event(update(3));
}

test("data are read again where a method is to learn from steps, and where none is any more", async () => {
  const asked = () =>
    worker().asked.flatMap((request) => (request.kind === "openTraining" ? [request.supervision] : []));
  void train.open({ name: "pairs", train: "pairs.jsonl", heldOut: null }, "wasm");
  await settled();
  worker().result("openTraining", opened);
  await settled();
  train.change({ variants: ["bt", "icrm"] });
  await settled();
  expect(asked()).toEqual(["pairs"]);
  train.change({ variants: ["prm", "bt"] });
  await settled();
  worker().result("openTraining", opened);
  await settled();
  train.change({ variants: ["prm_icrm"] });
  await settled();
  expect(asked()).toEqual(["pairs", "steps"]);
  // Settings chosen during a training hold for the next one.
  void train.start();
  await settled();
  worker().event(update(1));
  train.change({ variants: ["bt"] });
  await settled();
  worker().result("train", [{ run: "prm_icrm", step: 3, status: "finished" }]);
  await settled();
  void train.start();
  await settled();
  expect(asked()).toEqual(["pairs", "steps", "pairs"]);
});

test("a recorded training is shown without the worker; a training of one's own, or clearing it, puts it away", async () => {
  const run = { step: 5, curves: { from: 0, steps: [5], values: { loss: [0.5] } }, evaluations: [] };
  const pair = { place: 4, prompt: "p", chosen: [], rejected: [] };
  const frame = { run: "bt", pair: 4, step: 5, signal, q: { chosen: [], rejected: [] } };
  const recorded = recordedTraining({
    settings: { ...state().settings, recordEvery: 5 },
    pinned: [pair],
    runs: [{ id: "bt", record: { status: "finished" } as RunRecord, update: run }],
    frames: [frame],
  });
  train.showRecording(readTraining(JSON.parse(JSON.stringify(recorded)), "here"));
  expect(workers).toEqual([]);
  expect(statuses()).toEqual([["bt", "finished"]]);
  expect([state().phase, state().recorded, state().pins]).toEqual(["ended", true, [4]]);
  expect(train.record().frame("bt", 4, 9)?.signal.chosen.rewards).toEqual([1, 2]);
  // The settings in the form are the visitor's.
  expect(state().settings.recordEvery).toBe(2);

  void train.open({ name: "pairs", train: "pairs.jsonl", heldOut: null }, "wasm");
  await settled();
  worker().result("openTraining", { ...opened, heldOut: ["a", "b", "c", "d", "e"] });
  await settled();
  expect(state().pinned).toEqual([pair]);

  train.clear();
  expect([state().phase, state().recorded, state().lanes, train.record().lastStep]).toEqual(["idle", false, [], 0]);
  train.showRecording(recorded);
  void train.start();
  await settled();
  expect([state().recorded, train.record().lastStep]).toEqual([false, 0]);
  expect(() => readTraining({}, "x.json")).toThrow("no recorded training");
});

test("every button is answered before the worker has heard of it", async () => {
  const started = train.start();
  expect(state().phase).toBe("preparing");
  await settled();
  worker().result("openTraining", opened);
  await settled();
  worker().event(update(1));
  expect(state().phase).toBe("running");

  train.pause();
  expect(state().phase).toBe("pausing");
  worker().event(update(2));
  expect(state().phase).toBe("pausing");
  worker().event({ type: "waiting" });
  expect(state().phase).toBe("paused");

  train.step();
  expect(state().phase).toBe("pausing");
  worker().event({ type: "waiting" });
  expect(state().phase).toBe("paused");

  train.resume();
  expect(state().phase).toBe("running");
  // News that was sent before the worker received the request is ignored.
  worker().event({ type: "waiting" });
  expect(state().phase).toBe("running");

  train.stop();
  expect([state().phase, worker().cancelled]).toEqual(["stopping", true]);
  await settled();
  const actions = worker().asked.flatMap((request) => (request.kind === "controlTraining" ? [request.action] : []));
  expect(actions).toEqual(["pause", "step", "resume"]);

  worker().result("train", [{ run: "bt", step: 2, status: "stopped" }]);
  await started;
  expect(state().phase).toBe("ended");
});

test("a button pressed while the data is being read counts once the training is there", async () => {
  void train.start();
  train.pause();
  await settled();
  expect(worker().asked.map(({ kind }) => kind)).toEqual(["openTraining"]);
  worker().result("openTraining", opened);
  await settled();
  const kinds = worker().asked.map(({ kind }) => kind);
  expect(kinds.indexOf("controlTraining")).toBeGreaterThan(kinds.indexOf("train"));
});

test("data are read one after another, and what is trained on is what was asked for last", async () => {
  const asked = () => worker().asked.filter(({ kind }) => kind === "openTraining");
  const kept = { name: "kept", train: { kept: "a" }, heldOut: null };
  let found = (_: typeof kept) => {};
  const finding = new Promise<typeof kept>((resolve) => {
    found = resolve;
  });
  void train.open({ name: "file", train: "file.jsonl", heldOut: null }, "wasm");
  await settled();
  void train.open(() => finding, "wasm");
  train.change({ base: "model:m" });
  void train.start();
  expect(asked()).toMatchObject([{ data: { name: "file" }, base: null }]);
  worker().result("openTraining", opened);
  await settled();
  expect(worker().asked.some(({ kind }) => kind === "train")).toBe(false);
  found(kept);
  await settled();
  expect(asked().slice(1)).toMatchObject([{ data: kept, base: "model:m" }]);
  worker().result("openTraining", { ...opened, base: "m" });
  await settled();
  expect(state()).toMatchObject({ source: kept, opened: { base: "m" } });
  expect(worker().asked.at(-1)).toMatchObject({ kind: "train" });
});

test("data that are not found leave those before, and say so", async () => {
  void train.open(() => Promise.reject(new Error("gone")), "auto");
  await settled();
  worker().result("openTraining", opened);
  await settled();
  expect(state()).toMatchObject({ source: { name: "pairs" }, opened, error: { what: "gone" } });
});

test("a step where nothing runs begins a training that waits", async () => {
  train.step();
  expect(state().phase).toBe("pausing");
  await settled();
  worker().result("openTraining", opened);
  await settled();
  expect(worker().asked.slice(-2)).toMatchObject([{ kind: "train" }, { kind: "controlTraining", action: "step" }]);
  worker().event(update(0));
  worker().event(update(1));
  worker().event({ type: "waiting" });
  expect(state().phase).toBe("paused");
});

test("after a breakdown its runs go on in a fresh worker, with the settings they were begun with", async () => {
  await training();
  const { settings } = state();
  train.change({ config: { ...settings.config, learningRate: 0.5 } });
  worker().error("train", "device");
  await settled();
  expect(statuses()).toEqual([
    ["bt", "interrupted"],
    ["grm", "interrupted"],
    ["icrm", "interrupted"],
  ]);
  expect(state()).toMatchObject({ phase: "ended", error: { what: "The training broke off: Trouble" } });
  expect(worker().terminate).toHaveBeenCalled();

  void train.goOnInterrupted();
  await settled();
  expect(workers).toHaveLength(2);
  worker().result("openTraining", opened);
  await settled();
  const plan = worker().asked.find((request) => request.kind === "train")?.plan;
  expect(plan?.runs.map(({ id, resume }) => [id, resume])).toEqual([
    ["bt", "stored bt"],
    ["grm", "stored grm"],
    ["icrm", "stored icrm"],
  ]);
  expect(plan?.runs[0]?.config.learningRate).toBe(settings.config.learningRate);
  expect(train.record().track("bt").step).toBe(3);
});

test("runs that have ended stay beside those that go on", async () => {
  await training();
  worker().event({ type: "halted", run: "bt", report: { what: "Diverged" } });
  worker().error("train", "engine");
  await settled();
  void train.goOnInterrupted();
  expect(statuses()).toEqual([
    ["bt", "failed"],
    ["grm", "running"],
    ["icrm", "running"],
  ]);
});

test("a run that cannot be kept says so and waits; going on takes the message away", async () => {
  await training();
  worker().event({ type: "unsaved", run: "icrm", report: { what: "No room", fix: "Delete runs." } });
  expect(state()).toMatchObject({
    phase: "paused",
    error: { what: "ICRM is done and waits to be kept: No room", fix: "Delete runs. Then press Resume." },
  });
  train.resume();
  expect(state()).toMatchObject({ phase: "running", error: null });
});

test("a training that never begins leaves what was in sight before", async () => {
  await training();
  worker().result("train", [{ run: "icrm", step: 3, status: "finished" }]);
  await settled();
  const before = train.record();
  void train.start();
  expect(train.record()).not.toBe(before);
  await settled();
  worker().error("train", "BT, learningRate");
  await settled();
  expect(train.record()).toBe(before);
  expect(state()).toMatchObject({ phase: "ended", error: { what: "Trouble" } });
  expect(statuses().at(-1)).toEqual(["icrm", "finished"]);
});

test("stored runs take up their own settings, and nothing of what was there before", async () => {
  await training();
  worker().result("train", []);
  await settled();
  const { settings } = state();
  const before = train.record();
  void train.goOn({ icrm: "old" }, { ...settings, variants: ["icrm"], pairs: 77 });
  expect(train.record()).not.toBe(before);
  expect(statuses()).toEqual([["icrm", "running"]]);
  expect(state().settings.pairs).toBe(77);
  await settled();
  worker().event({ type: "kept", run: "icrm", step: 12 });
  expect(state().lanes[0]).toMatchObject({ runId: "old", keptStep: 12 });
});

test("the browser is asked once not to clear what is kept; what it does not keep is not called kept", async () => {
  await training();
  expect(persist).toHaveBeenCalledTimes(1);
  worker().result("train", []);
  await settled();
  void train.start();
  await settled();
  worker().event({ type: "stored", run: "bt", runId: "gone with the page", lasting: false });
  expect(state().lanes[0]?.runId).toBeNull();
});
