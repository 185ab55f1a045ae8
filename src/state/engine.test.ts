import { expect, test, vi } from "vitest";
import type { StoredRewardModel } from "../storage/stored-model.ts";
import type { FromWorker, RequestOf, ResultOf, ToWorker } from "../worker/calls.ts";
import type { WorkerLike } from "../worker/client.ts";
import type { LoadedModels, ModelEntry } from "../worker/records.ts";
import { createEngine } from "./engine.ts";

const bt: ModelEntry = { id: "bt", kind: "reward", method: "bt", name: "BT" };
const broken: ModelEntry = { id: "grm", kind: "reward", method: "grm", name: "GRM" };
const failures = [{ entry: broken, report: { what: "Truncated" } }];
const mine: StoredRewardModel = { id: "run:1", name: "Mine", method: "icrm" };

/** A worker that loads one embedded reward model, fails on another, and loads every stored one but "bad". */
function spawn(): WorkerLike {
  return workerWith(() => false);
}

/** @param refuses decides which requests are answered with an error */
function workerWith(refuses: (request: RequestOf) => boolean): WorkerLike {
  const answer = (request: RequestOf): ResultOf<"start"> | LoadedModels => {
    if (request.kind === "start") return {} as ResultOf<"start">;
    if (request.kind === "choosePolicy") {
      const policy = request.policy && { ...request.policy, kind: "policy" as const, method: null };
      return { policy, rewards: [bt], failures: [] };
    }
    if (request.kind !== "chooseStored") return { policy: null, rewards: [bt], failures };
    const entries = request.models.map(({ id, name, method }): ModelEntry => ({ id, kind: "reward", name, method }));
    const bad = entries.filter(({ name }) => name === "bad");
    return {
      policy: null,
      rewards: [bt, ...entries.filter((entry) => !bad.includes(entry))],
      failures: bad.map((entry) => ({ entry, report: { what: "Gone" } })),
    };
  };
  const worker: WorkerLike = {
    postMessage: (message: ToWorker) => {
      if (message.type !== "request") return;
      const { id, request } = message;
      const data: FromWorker = refuses(request)
        ? { type: "error", id, report: { what: "The tuned policy is missing" }, isOver: false }
        : { type: "result", id, result: answer(request) };
      queueMicrotask(() => worker.onmessage?.({ data } as MessageEvent<FromWorker>));
    },
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    terminate: vi.fn(),
  };
  return worker;
}

const ids = ({ rewards, failures }: LoadedModels) =>
  [rewards, failures.map(({ entry }) => entry)].map((list) => list.map(({ id }) => id));

test("trained reward models judge beside the embedded ones, also after a restart", async () => {
  const engine = createEngine(spawn, "models/");
  const loaded = () => ids(engine.store.getState().models as LoadedModels);
  await engine.chooseStored([mine]);
  expect(loaded()).toEqual([["bt", "run:1"], ["grm"]]);
  await engine.restart("wasm");
  expect(loaded()).toEqual([["bt", "run:1"], ["grm"]]);
  await engine.chooseStored([]);
  expect(loaded()).toEqual([["bt"], ["grm"]]);
});

test("one that cannot be loaded is reported until it is no longer wanted", async () => {
  const engine = createEngine(spawn, "models/");
  await engine.chooseStored([{ ...mine, name: "bad" }]);
  expect(ids(engine.store.getState().models as LoadedModels)).toEqual([["bt"], ["grm", "run:1"]]);
  await engine.chooseStored([]);
  expect(ids(engine.store.getState().models as LoadedModels)).toEqual([["bt"], ["grm"]]);
});

test("a judge that is asked otherwise is loaded again, one that judges no more is let go, others stay", async () => {
  const asked: string[] = [];
  const engine = createEngine(
    () =>
      workerWith((request) => {
        if (request.kind === "chooseStored") asked.push(request.models.map((model) => model.asked ?? model.id).join());
        return false;
      }),
    "models/",
  );
  const judge = { id: "model:1", name: "Judge", method: null, asked: "is it right?" };
  await engine.ready();
  await engine.chooseStored([mine, judge]);
  const other = { ...judge, id: "model:2" };
  expect(await engine.followStored([other, { ...judge, name: "Renamed" }, mine])).toBe(false);
  expect(await engine.followStored([other, { ...judge, asked: "is it wrong?" }, mine])).toBe(true);
  expect(await engine.followStored([other, mine])).toBe(true);
  expect(await engine.followStored([other, mine])).toBe(false);
  expect(asked).toEqual(["run:1,is it right?", "run:1,is it wrong?", "run:1"]);
  expect(ids(engine.store.getState().models as LoadedModels)).toEqual([["bt", "run:1"], ["grm"]]);
});

const tuned = { id: "p1", name: "Tuned" };

test("a tuned policy answers, also after a restart, until another is chosen; what failed to load still has", async () => {
  const engine = createEngine(spawn, "models/");
  const answering = () => [engine.store.getState().policy, engine.store.getState().models?.policy?.name];
  await engine.choosePolicy(tuned);
  expect(answering()).toEqual([tuned, "Tuned"]);
  await engine.restart("wasm");
  expect(answering()).toEqual([tuned, "Tuned"]);
  expect(ids(engine.store.getState().models as LoadedModels)[1]).toEqual(["grm"]);
  await engine.choosePolicy(null);
  expect(answering()).toEqual([null, undefined]);
});

test("a tuned policy that is gone is refused; after a restart the playground's answers, and says why", async () => {
  let gone = false;
  const engine = createEngine(() => workerWith(({ kind }) => gone && kind === "choosePolicy"), "models/");
  await engine.choosePolicy(tuned);
  gone = true;
  await expect(engine.choosePolicy({ id: "p2", name: "Other" })).rejects.toThrow("The tuned policy is missing");
  expect(engine.store.getState().policy).toEqual(tuned);
  await engine.restart("wasm");
  expect(engine.store.getState().policy).toBeNull();
  expect(ids(engine.store.getState().models as LoadedModels)[1]).toEqual(["grm", "p1"]);
});
