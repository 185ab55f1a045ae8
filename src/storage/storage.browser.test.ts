import { Dexie } from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import type { Tensor } from "../engine/checkpoint/safetensors.ts";
import { memorySource } from "../engine/checkpoint/source.ts";
import { loraWeights } from "../engine/decoder/lora.ts";
import { saveAdapter } from "../engine/decoder/peft-adapter.ts";
import { DPO_DEFAULTS } from "../engine/training/dpo-config.ts";
import { RunHistory } from "../engine/training/run-history.ts";
import { bringModel } from "../testing/brought-model.ts";
import formerPolicy from "../testing/former-formats/dpo-config.json";
import formerRun from "../testing/former-formats/run-record.json";
import { testMetrics, testRun } from "../testing/runs.ts";
import { tinyModel } from "../testing/tiny-models.ts";
import { unzip } from "./archive/zip.ts";
import { backend } from "./backend.ts";
import { checkpoints } from "./checkpoints.ts";
import { PlaygroundDatabase } from "./database.ts";
import { storageEstimate } from "./disk-space.ts";
import { presentFolder } from "./folders.ts";
import { models } from "./models.ts";
import { policies } from "./policies.ts";
import type { RunRecord } from "./records.ts";
import { listRewardModels } from "./reward-models.ts";
import { holdRun, runFolder, runStore } from "./run-store.ts";
import { type KeptSnapshot, snapshots } from "./snapshots.ts";
import { broughtModelId } from "./stored-model.ts";
import { listPolicies } from "./stored-policies.ts";
import { storedSource } from "./stored-source.ts";
import { exportPolicy, exportRun, importRun } from "./transfer.ts";

async function clear() {
  const { tables, files } = await backend();
  for (const { id } of await tables.runs.all()) await tables.runs.remove(id);
  await files.remove("runs");
}

beforeEach(clear);
afterEach(() => vi.restoreAllMocks());

const create = (fields: Partial<RunRecord>) => runStore.create(testRun(fields));

function snapshotOf(step: number): KeptSnapshot {
  const tensors = (value: number) =>
    new Map<string, Tensor>([["w", { shape: [2], data: Float32Array.of(value, -value) }]]);
  const moments = { firstMoments: tensors(0.1), secondMoments: tensors(0.2) };
  return { snapshot: { step, weights: tensors(step), ...moments, carried: { Z: 0.5 } }, history: new RunHistory() };
}

test("the browser under test keeps records in IndexedDB and files in its private file system", async () => {
  await checkpoints.save("a", new Map([["config.json", Uint8Array.of(1)]]));
  const root = await navigator.storage.getDirectory();
  await expect(root.getDirectoryHandle("runs")).resolves.toBeDefined();
  expect((await backend()).kind).toBe("disk");
  expect((await indexedDB.databases()).map(({ name }) => name)).toContain("icrm-playground");
});

test("runs are listed newest first, and watched wherever they change", async () => {
  const seen: string[][] = [];
  const stop = runStore.watch((runs) => seen.push(runs.map(({ name }) => name)));
  await create({ id: "a", name: "first", createdAt: 1 });
  await create({ id: "b", name: "second", createdAt: 2 });
  await runStore.update("a", { name: "renamed" });
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(["second", "renamed"]));
  stop();
  expect((await runStore.get("a"))?.updatedAt).toBeGreaterThan(testRun().updatedAt);
});

test("metrics come back in order; a resumed run replaces what it computes again", async () => {
  await runStore.appendMetrics("a", testMetrics(300));
  await runStore.appendMetrics("b", testMetrics(2));
  await runStore.dropMetricsAfter("a", 100);
  expect(await runStore.metrics("a")).toEqual(testMetrics(100));
  await runStore.appendMetrics("a", testMetrics(101, 5));
  expect(await runStore.metrics("a")).toEqual(testMetrics(101, 5));
  expect(await runStore.metrics("b")).toHaveLength(2);
});

test("a deletion can be undone until the run is erased with all it has", async () => {
  await create({ id: "a" });
  await runStore.appendMetrics("a", testMetrics(3));
  await snapshots.save("a", snapshotOf(3));
  await runStore.remove("a");
  expect([await runStore.list(), (await runStore.deleted()).length]).toEqual([[], 1]);
  await runStore.restore("a");
  expect(await runStore.list()).toHaveLength(1);

  await runStore.remove("a");
  await runStore.purgeDeleted(Date.now() - 60_000, new AbortController().signal);
  expect(await runStore.deleted()).toHaveLength(1);
  await runStore.purgeDeleted(Date.now(), new AbortController().signal);
  expect([await runStore.get("a"), await runStore.metrics("a"), await snapshots.load("a")]).toEqual([null, [], null]);
  expect(await runStore.size("a")).toBe(0);
});

test("a snapshot comes back bit by bit, and only the last is kept", async () => {
  await create({ id: "a" });
  expect(await snapshots.load("a")).toBeNull();
  await snapshots.save("a", snapshotOf(1));
  const size = await runStore.size("a");
  await snapshots.save("a", snapshotOf(2));
  expect(await snapshots.load("a")).toEqual(snapshotOf(2));
  expect(await runStore.size("a")).toBe(size);
  expect((await runStore.get("a"))?.hasSnapshot).toBe(true);
  await snapshots.remove("a");
  expect((await runStore.get("a"))?.hasSnapshot).toBe(false);
});

test("what a run can be looked back at comes back with its snapshot", async () => {
  const side = (rewards: number[]) => ({ rewards, mean: 0.5, outcome: [0, -0.25], consistency: [-0.125, 0.0625] });
  const history = new RunHistory();
  for (const [pair, step] of [
    [0, 0],
    [3, 0],
    [0, 2],
  ] as const) {
    const signal = { chosen: side([step, 1, -1]), rejected: { ...side([0.5, step, 2]), consistency: null } };
    history.record({ pair, step, signal, q: { chosen: [0.5, 0.25], rejected: [1, 0] } });
  }
  history.measure({ step: 2, accuracy: 0.75, margin: -0.5, chosen: [1, 2], rejected: [0, 3] });
  await snapshots.save("a", { ...snapshotOf(2), history });
  const kept = (await snapshots.load("a"))?.history;
  expect(kept?.allRecordings).toEqual(history.allRecordings);
  expect(kept?.evaluations).toEqual(history.evaluations);
});

test("records before version 3 tell their pairs in the name of their data, and keep all else", async () => {
  const name = "icrm-playground-of-before";
  const before = new Dexie(name);
  before.version(1).stores({ runs: "id", metrics: "[run+step]", files: "path" });
  const {
    pairs: _,
    heldOut: __,
    base: ___,
    generator: ____,
    ...record
  } = testRun({ id: "a", dataName: "my, pairs.jsonl, first 48" });
  await before.table("runs").put(record);
  before.close();
  const now = new PlaygroundDatabase(name);
  expect(await now.runs.get("a")).toEqual({
    ...record,
    dataName: "my, pairs.jsonl",
    pairs: 48,
    heldOut: 96,
    base: null,
    generator: null,
  });
  await now.delete();
});

test("records before version 7 have their settings under the names of Transformers and TRL", async () => {
  const name = "icrm-playground-of-version-6";
  const before = new Dexie(name);
  before.version(6).stores({ runs: "id", policies: "id" });
  await before.table("runs").put(formerRun);
  await before.table("policies").put({ id: "p", config: formerPolicy });
  before.close();
  const now = new PlaygroundDatabase(name);
  const { evaluateEvery: evalSteps, finalRatio: minLrRate, accumulation, centering, ...config } = formerRun.config;
  const renamed = { evalSteps, minLrRate, gradientAccumulationSteps: accumulation };
  expect(await now.runs.get(formerRun.id)).toEqual({
    ...formerRun,
    config: { ...config, ...renamed, centerRewardsCoefficient: centering },
  });
  expect(Object.keys((await now.policies.get("p"))?.config ?? {}).sort()).toEqual(Object.keys(DPO_DEFAULTS).sort());
  await now.delete();
});

test("a save that was cut short leaves the one before", async () => {
  await snapshots.save("a", snapshotOf(1));
  // After a crash: a newer generation of files without its last file.
  const { files } = await backend();
  await files.write(`${runFolder("a")}/snapshot/2/trainer_state.json`, Uint8Array.of(123));
  expect(await snapshots.load("a")).toEqual(snapshotOf(1));
  await snapshots.save("a", snapshotOf(3));
  expect(await files.list(`${runFolder("a")}/snapshot`)).toEqual(["3"]);
});

test("a disk that fills up while writing leaves what was there, and says how much is missing", async () => {
  await create({ id: "a" });
  await checkpoints.save("a", new Map([["config.json", Uint8Array.of(1, 2)]]));
  vi.spyOn(FileSystemWritableFileStream.prototype, "close").mockRejectedValue(
    new DOMException("full", "QuotaExceededError"),
  );
  const saving = checkpoints.save("a", new Map([["config.json", new Uint8Array(5000)]]));
  await expect(saving).rejects.toMatchObject({
    name: "PlaygroundError",
    report: { expected: "5.0 kB free", where: "storage of this browser" },
  });
  vi.restoreAllMocks();
  expect(await checkpoints.source("a").read("config.json")).toEqual(Uint8Array.of(1, 2));
  expect(await presentFolder(`${runFolder("a")}/checkpoint`)).toMatch(/1$/);
});

test("too little room is said before anything is written, with what can be freed", async () => {
  await snapshots.save("b", snapshotOf(1));
  vi.spyOn(navigator.storage, "estimate").mockResolvedValue({ usage: 900, quota: 1000 });
  const write = vi.spyOn(FileSystemFileHandle.prototype, "createWritable");
  await expect(snapshots.save("a", snapshotOf(1))).rejects.toMatchObject({
    report: {
      what: expect.stringContaining("no room to save the snapshot of step 1"),
      found: "100 B free",
      fix: expect.stringMatching(/take up \d+ B/),
    },
  });
  await expect(create({ id: "c" })).rejects.toMatchObject({ name: "PlaygroundError" });
  expect(write).not.toHaveBeenCalled();
  expect(await runStore.get("c")).toBeNull();
  expect((await storageEstimate()).runs).toBeGreaterThan(0);
});

test("runs whose page is gone become interrupted; one that is held does when it is let go of", async () => {
  const letGo = await holdRun("held");
  const leaving = new AbortController();
  for (const id of ["held", "gone", "done"]) await create({ id, status: id === "done" ? "finished" : "running" });
  expect(await holdRun("held")).toBeNull();
  const marking = runStore.markInterrupted(leaving.signal);
  const statuses = async () =>
    Object.fromEntries((await runStore.list()).map(({ id, status }) => [id, status] as const));
  await vi.waitFor(async () =>
    expect(await statuses()).toEqual({ held: "running", gone: "interrupted", done: "finished" }),
  );
  letGo?.();
  await marking;
  expect((await statuses()).held).toBe("interrupted");
  expect(await holdRun("held").then((release) => release?.())).toBeUndefined();
});

test("a page that leaves looks no longer after what another one holds", async () => {
  const letGo = await holdRun("held");
  await create({ id: "held", status: "running" });
  const leaving = new AbortController();
  const marking = runStore.markInterrupted(leaving.signal);
  leaving.abort();
  await marking;
  letGo?.();
  expect((await runStore.get("held"))?.status).toBe("running");
});

test("a trained reward model is listed and loads as any checkpoint", async () => {
  await create({ id: "a", name: "mine", method: "bt" });
  expect(await listRewardModels()).toEqual([]);
  await checkpoints.save("a", tinyModel({ seed: 3, valueHead: true }));
  expect(await listRewardModels()).toEqual([{ id: "run:a", name: "mine", method: "bt" }]);
  const { valueHead, tokenizer } = await loadCheckpoint(checkpoints.source("a"));
  expect([valueHead?.weight.length, tokenizer !== null]).toEqual([16, true]);
  await expect(checkpoints.source("b").read("config.json")).rejects.toMatchObject({
    report: { expected: "config.json" },
  });
});

test("a run goes out as a zip and comes in as another, checkpoint and all", async () => {
  await create({ id: "a", name: "mine", note: "kept", step: 4 });
  await runStore.appendMetrics("a", testMetrics(4));
  const model = tinyModel({ seed: 3, valueHead: true });
  await checkpoints.save("a", model);
  const { config, weights } = await loadCheckpoint(memorySource(model));
  const lora = { rank: 2, alpha: 4, targets: [] };
  await checkpoints.saveAdapter(
    "a",
    saveAdapter(config, loraWeights(config, weights, lora, 1).adapters, lora, "policy"),
  );
  const imported = await importRun(await exportRun("a"), "mine.zip");
  const { id, updatedAt, ...rest } = imported;
  const { id: oldId, updatedAt: _, ...before } = (await runStore.get("a")) as RunRecord;
  expect(id).not.toBe(oldId);
  expect(rest).toEqual(before);
  expect(await runStore.metrics(id)).toEqual(testMetrics(4));
  expect(await checkpoints.files(id)).toEqual(await checkpoints.files("a"));
  expect((await checkpoints.adapterFiles(id))?.size).toBe(2);
  expect(await checkpoints.adapterFiles(id)).toEqual(await checkpoints.adapterFiles("a"));
});

test("an import that fails halfway leaves nothing", async () => {
  await create({ id: "a" });
  await checkpoints.save("a", tinyModel({ seed: 3, valueHead: true }));
  const zip = await exportRun("a");
  await expect(importRun(zip.slice(0, 5000), "mine.zip")).rejects.toMatchObject({ report: { where: "mine.zip" } });
  vi.spyOn(runStore, "appendMetrics").mockRejectedValue(new Error("no more"));
  await expect(importRun(zip, "mine.zip")).rejects.toThrow("no more");
  const { files } = await backend();
  expect([(await runStore.list()).length, await files.list("runs")]).toEqual([1, ["a"]]);
});

test("a model that is brought in lies in pieces, opens as one, and is listed as what it can be", async () => {
  const record = await bringModel("mine", tinyModel({ seed: 1, valueHead: true }));
  const [path] = record.files.map((file) => file.path).filter((file) => file.endsWith("model.safetensors"));
  const { files } = await backend();
  expect(await files.list(`models/${record.id}/${path}`)).toEqual(["000000"]);
  // As if a longer file were stored there.
  const whole = (await files.read(`models/${record.id}/${path}/000000`)) as Uint8Array;
  await files.write(`models/${record.id}/${path}/000000`, whole.slice(0, 1000));
  await expect(models.source(record.id).then(loadCheckpoint)).rejects.toThrow(/missing or incomplete/);
  await files.write(`models/${record.id}/${path}/000001`, whole.slice(1000));
  expect((await loadCheckpoint(await storedSource(broughtModelId(record)))).valueHead).not.toBeNull();
  const own = { id: broughtModelId(record), name: "mine" };
  expect(await listRewardModels()).toContainEqual({ ...own, method: null });
  expect(await listPolicies()).toContainEqual({ ...own, tunedAt: null, trainable: true });
  await models.remove(record.id);
  expect([await listRewardModels(), await listPolicies()]).toEqual([[], []]);
  await models.erase(record.id);
  expect(await files.list(`models/${record.id}`)).toEqual([]);
});

test("tuned policies are kept, watched, loaded, exported and deleted", async () => {
  const seen: string[][] = [];
  const stop = policies.watch((list) => seen.push(list.map(({ name }) => name)));
  const files = tinyModel({ seed: 1, valueHead: false });
  const about = {
    ...{ name: "tuned", base: "policy", reward: "ICRM", config: DPO_DEFAULTS, dataHash: "abc" },
    ...{ pairs: 8, samples: 4, step: 8, steps: 8, gold: null },
  };
  const record = await policies.save(about, files, new Map([["adapter_config.json", new Uint8Array([1])]]));
  await policies.save({ ...about, name: "another" }, files, null);
  await vi.waitFor(() => expect(seen.at(-1)?.toSorted()).toEqual(["another", "tuned"]));
  await policies.update(record.id, { gold: { base: 0.5, tuned: 0.6, problems: 10 } });
  const kept = (await policies.list()).find(({ id }) => id === record.id) as typeof record;
  expect(kept.gold?.tuned).toBe(0.6);
  expect((await loadCheckpoint(policies.source(kept))).weights.size).toBeGreaterThan(0);

  const zipped = await unzip(await exportPolicy(kept), "tuned.zip");
  expect(JSON.parse(new TextDecoder().decode(zipped.get("alignment.json")))).toEqual(kept);
  expect(zipped.get("model.safetensors")).toEqual(files.get("model.safetensors"));
  expect(zipped.get("adapter/adapter_config.json")).toEqual(new Uint8Array([1]));

  for (const { id } of await policies.list()) await policies.remove(id);
  await vi.waitFor(() => expect(seen.at(-1)).toEqual([]));
  await expect(exportPolicy(kept)).rejects.toThrow(/gone/);
  stop();
});
