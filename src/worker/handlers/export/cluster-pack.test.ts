import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterEach, expect, test, vi } from "vitest";
import { writeCluster } from "../../../cli/cluster-folder.ts";
import { directorySource, readBytes } from "../../../cli/files.ts";
import { contentHash } from "../../../engine/data/content-hash.ts";
import { holdOut } from "../../../engine/data/hold-out.ts";
import { importAll } from "../../../engine/data/import.ts";
import { formatJsonLines } from "../../../engine/data/json-lines.ts";
import type { LeftOut } from "../../../engine/data/left-out.ts";
import { REWARD_MODEL_DEFAULTS } from "../../../engine/training/reward-model-config.ts";
import { SPLIT_SEED } from "../../../engine/training/training-data.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import { runStore } from "../../../storage/run-store.ts";
import { testRun } from "../../../testing/runs.ts";
import { tinyPairs } from "../../../testing/tiny-pairs.ts";
import type { DataSource } from "../../training-records.ts";
import { DataService } from "../data/service.ts";
import { clusterPack } from "./cluster-pack.ts";

// Node 20 has no navigator; without locks and quota, the storage keeps everything in memory.
if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});

const pairs = tinyPairs(60, 1);
const file = (records: object[]) => new Blob([formatJsonLines(records)]);
const embedded: DataSource = { name: "embedded pairs", train: file(pairs), heldOut: file(tinyPairs(8, 2)) };
const config = { ...REWARD_MODEL_DEFAULTS, learningRate: 0.003 };

afterEach(async () => {
  for (const { id } of await dataSets.list()) await dataSets.erase(id);
  await runStore.erase("test-run");
});

async function packed(fields: Parameters<typeof testRun>[0]) {
  await runStore.create(testRun({ config, ...fields }));
  const zip = await clusterPack(
    { kind: "packForCluster", run: "test-run", embedded, pack: "public/cluster" },
    directorySource,
  );
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  const text = (path: string) => new TextDecoder().decode(files[path]);
  return { files, text, rows: (name: string) => JSON.parse(text(`data/${name}.json`)) as unknown[] };
}

function kept(name: string, records: object[] = pairs) {
  const data = file(records);
  const input = { origin: { kind: "file", name: "mine.jsonl", bytes: data.size } as const, parts: [data] as const };
  const plan = { shape: null, map: null, neutralIsWrong: false, first: null };
  const call = { emit: () => {}, signal: new AbortController().signal };
  return new DataService().importData({ kind: "importData", input, plan, name }, call);
}

test("a run on the embedded pairs: as many of them as it was trained and measured on, with its settings", async () => {
  const dataHash = await contentHash(pairs.slice(0, 20));
  const { text, rows } = await packed({ dataName: "embedded pairs", dataHash, pairs: 20, heldOut: 5 });
  expect([rows("icrm_preferences").length, rows("icrm_held_out").length]).toEqual([20, 5]);
  expect(text("settings.json")).toContain('"learning_rate": 0.003');
  expect(text("README.md")).toContain("A run, for a cluster");
});

test("page and command line write the same bytes", async () => {
  await kept("mine");
  const { training, heldOut } = holdOut(pairs, SPLIT_SEED, "mine");
  const data = { dataHash: await contentHash(training), pairs: training.length, heldOut: heldOut.length };
  const { files } = await packed({ name: "mine", dataName: "mine", ...data });
  const folder = await mkdtemp(join(tmpdir(), "icrm-pack-"));
  try {
    await writeFile(join(folder, "config.json"), JSON.stringify(config));
    const { records } = await importAll(file(pairs), "mine");
    const placed = records.map(({ number, record }) => ({
      record,
      place: { file: "mine", unit: "line", number } as const,
    }));
    const options = { input: "mine", seed: SPLIT_SEED, config: join(folder, "config.json") };
    const out = join(folder, "pack");
    const written = await writeCluster(out, placed, options);
    expect(Object.keys(files).sort()).toEqual(written.files.toSorted());
    for (const [path, bytes] of Object.entries(files)) expect(bytes, path).toEqual(await readBytes(join(out, path)));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a run on a data set of this browser of which a tenth was held out", async () => {
  await kept("mine");
  const { training, heldOut } = holdOut(pairs, SPLIT_SEED, "mine");
  const dataHash = await contentHash(training);
  const { rows } = await packed({ dataName: "mine", dataHash, pairs: training.length, heldOut: heldOut.length });
  expect([rows("icrm_preferences").length, rows("icrm_held_out").length]).toEqual([training.length, heldOut.length]);
});

test("a run that left records out: without them, where they stood", async () => {
  await kept("mine");
  const used = pairs.filter((_, place) => place !== 0);
  const place = { file: "mine", unit: "line", number: 1 } as const;
  const leftOut: LeftOut = {
    reasons: { "too long": 1 },
    records: [{ ...place, why: "too long", report: { what: "It is too long" } }],
  };
  const dataHash = await contentHash(used.slice(0, 20));
  const { rows } = await packed({ dataName: "mine", dataHash, pairs: 20, heldOut: 0, leftOut });
  expect(rows("icrm_preferences")).toHaveLength(20);
});

test("a run that learned from steps: its responses in steps", async () => {
  const steps = [1, 2, 3].map((n) => ({ prompt: `q ${n}`, completions: ["a", "b"], labels: [true, n > 1] }));
  await kept("pairs by that name");
  await kept("mine", steps);
  const read = steps.map(({ completions, labels, prompt }) => {
    return { kind: "steps", prompt, steps: completions, labels, correct: null };
  });
  const { training } = holdOut(read, SPLIT_SEED, "mine");
  const run = { method: "prm" as const, config: { ...config, method: "prm" as const }, dataName: "mine" };
  const { rows } = await packed({ ...run, dataHash: await contentHash(training), pairs: 2, heldOut: 1 });
  expect(rows("icrm_steps")).toMatchObject(training.map(({ prompt, labels }) => ({ prompt, labels })));
  expect(rows("icrm_held_out_steps")).toHaveLength(1);
});

test("data that are gone, or are others by now, are never packed in place of the run's", async () => {
  await expect(packed({ dataName: "mine" })).rejects.toThrow(/not in this browser.*found none of that name.*Data page/);
  await runStore.erase("test-run");
  await kept("mine");
  await expect(packed({ dataName: "mine" })).rejects.toThrow(/found other records under that name/);
});
