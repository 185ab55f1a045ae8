import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { HubDataSet } from "../../../engine/hub/data-set.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import { COMMIT, type MockHub, mockHub } from "../../../testing/mock-hub.ts";
import { parquetOf } from "../../../testing/parquet.ts";
import type { DataInput } from "../../data-records.ts";
import { DataService } from "./service.ts";

// Node 20 has no navigator; without locks and quota, the storage keeps everything in memory.
if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});

const NAME = "someone/preferences";
// Random texts, which do not compress: the file is so large that its slices are requested one by one.
const rows = Array.from({ length: 600 }, (_, i) => ({
  prompt: `question ${i}`,
  chosen: Array.from({ length: 1000 }, (_, k) => ((i * 7919 + k * 104729 + k * k * i) % 99991).toString(36)).join(" "),
  rejected: "no",
}));
const path = (file: string) => `default/train/${file}.parquet`;
const files = new Map([
  [path("0000"), parquetOf(rows.slice(0, 400), 100)],
  [path("0001"), parquetOf(rows.slice(400), 100)],
]);
const service = new DataService();
const call = { emit: () => {}, signal: new AbortController().signal };
const anything = { shape: null, map: null, neutralIsWrong: false, first: null };

let hub: MockHub;
beforeEach(async () => {
  hub = await mockHub(NAME, files, "datasets");
  const parquet_files = [...files].map(([file, { length: size }]) => ({
    dataset: NAME,
    config: "default",
    split: "train",
    // The viewer names another host; files are read from the host that the person chose.
    url: `https://elsewhere.test/datasets/${NAME}/resolve/refs%2Fconvert%2Fparquet/${file}`,
    filename: file.slice(-12),
    size,
  }));
  hub.parquet = { parquet_files, pending: [], failed: [], partial: false };
});
afterEach(async () => {
  await hub.close();
  for (const { id } of await dataSets.list()) await dataSets.erase(id);
});

const open = (name = NAME) =>
  service.openHubData({ kind: "openHubData", name, access: { hubUrl: hub.url, viewerUrl: hub.url } });

function inputOf({ name: dataset, revision, parquetRevision, licence, splits }: HubDataSet): DataInput {
  const [{ config, split, files: parts } = { config: "", split: "", files: [] }] = splits;
  return {
    origin: { kind: "hub", host: hub.url, dataset, config, split, revision, parquetRevision, licence },
    parts: parts as unknown as DataInput["parts"],
  };
}

test("a data set is found by name, pinned, and imported from all files of a split, its revision kept", async () => {
  const found = await open();
  const parts = [...files].map(([file, { length }]) => ({ path: file, size: length }));
  expect(found).toEqual({
    name: NAME,
    revision: COMMIT,
    parquetRevision: COMMIT,
    licence: "mit",
    splits: [{ config: "default", split: "train", files: parts, partial: false }],
  });
  const input = inputOf(found);
  const { report, estimate } = await service.inspectData({ kind: "inspectData", input, plan: anything });
  expect(report).toMatchObject({ unit: "row", shape: "trl-explicit", used: 200 });
  expect(estimate.records).toBeGreaterThan(500);
  const kept = await service.importData({ kind: "importData", input, plan: anything, name: "hub" }, call);
  expect(kept).toMatchObject({ records: 600, origin: { kind: "hub", revision: COMMIT, host: hub.url } });
  const last = await dataSets.chunkText(kept, kept.chunks.at(-1) as (typeof kept.chunks)[number]);
  // Rows are numbered across all files.
  expect(JSON.parse(last.trim().split("\n").at(-1) as string)).toMatchObject({ number: 600 });
});

test("of a file only what is read is fetched, piece by piece", async () => {
  const input = inputOf(await open());
  expect(input.parts[0].size).toBeGreaterThan(1_000_000);
  hub.requests.length = 0;
  const plan = { ...anything, first: 50 };
  const kept = await service.importData({ kind: "importData", input, plan, name: "hub" }, call);
  expect(kept.records).toBe(50);
  const asked = hub.requests.filter((request) => request.includes("0000.parquet"));
  expect(asked.length).toBeGreaterThan(1);
  const all = await service.importData({ kind: "importData", input, plan: anything, name: "hub" }, call);
  expect(all.records).toBe(600);
  expect(hub.requests.filter((request) => request.includes("0000.parquet")).length).toBeGreaterThan(2 * asked.length);
});

describe("what goes wrong says what to do", () => {
  test.for<[number, RegExp]>([
    [401, /asks for permission.*access token/],
    [404, /nothing under this name/],
    [429, /too many requests.*Wait/],
    [503, /trouble of its own/],
  ])("status %i, when it is looked up and when it is read", async ([status, message]) => {
    hub.status = status;
    await expect(open()).rejects.toThrow(message);
    hub.status = null;
    const input = inputOf(await open());
    hub.status = status;
    const plan = anything;
    await expect(service.importData({ kind: "importData", input, plan, name: "hub" }, call)).rejects.toThrow();
    expect(await dataSets.list()).toEqual([]);
  });

  test("too many requests while the file is being read", async () => {
    const input = inputOf(await open());
    const emit = () => {
      hub.status = 429;
    };
    const request = { kind: "importData", input, plan: anything, name: "hub" } as const;
    await expect(service.importData(request, { ...call, emit })).rejects.toThrow(/too many requests/);
    expect(await dataSets.list()).toEqual([]);
  });

  test("a connection that is cut leaves nothing half done", async () => {
    const input = inputOf(await open());
    hub.cutAfter = 1000;
    const request = { kind: "importData", input, plan: anything, name: "hub" } as const;
    await expect(service.importData(request, call)).rejects.toThrow(/cut/);
    expect(await dataSets.list()).toEqual([]);
    expect(await service.importData(request, call)).toMatchObject({ records: 600 });
  });

  test("a data set that the viewer has not converted, and a host that nobody answers at", async () => {
    hub.parquet = { parquet_files: [], pending: [{}], failed: [], partial: false };
    await expect(open()).rejects.toThrow(/has no Parquet files of this data set \(someone\/preferences\)/);
    await expect(open("no name at all")).rejects.toThrow(/not the name of a repository/);
    const { url } = hub;
    await hub.close();
    const access = { hubUrl: url, viewerUrl: url };
    await expect(service.openHubData({ kind: "openHubData", name: NAME, access })).rejects.toThrow(/cannot be reached/);
    hub = await mockHub(NAME, files, "datasets");
  });
});
