import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { encodeJson } from "../../engine/checkpoint/json.ts";
import { memorySource } from "../../engine/checkpoint/source.ts";
import { loraWeights } from "../../engine/decoder/lora.ts";
import { saveAdapter } from "../../engine/decoder/peft-adapter.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import { testMetrics, testRun } from "../../testing/runs.ts";
import { tinyModel } from "../../testing/tiny-models.ts";
import { metricsCsv, metricsJsonLines, readMetricsJsonLines } from "./metrics-files.ts";
import { packRun } from "./pack.ts";
import { unpackRun } from "./unpack.ts";

const checkpoint = tinyModel({ seed: 5, valueHead: true });
const run = testRun({ name: "ICRM, ρ 0.1", note: "the paper's", status: "finished", step: 3, steps: 3 });
const packed = await packRun({ run, metrics: testMetrics(3), checkpoint, adapter: null });

/**
 * The exported zip with some files replaced, or removed if null; unless `keepHashes`, the hashes are those of the new
 * files.
 */
function changed(changes: Record<string, Uint8Array | string | null>, keepHashes = false): Uint8Array {
  const files: Record<string, Uint8Array> = { ...unzipSync(packed) };
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) delete files[path];
    else files[path] = typeof content === "string" ? strToU8(content) : content;
  }
  if (!keepHashes && files["run.json"] && changes["run.json"] === undefined) {
    files["run.json"] = encodeJson({ ...manifestOf(), files: {} });
  }
  return zipSync(files);
}

function manifestOf(): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(unzipSync(packed)["run.json"]));
}

test("a run comes back as it was exported", async () => {
  const { id, updatedAt, hasCheckpoint, hasSnapshot, deletedAt, ...rest } = run;
  const back = await unpackRun(packed, "run.zip");
  expect(back.run).toEqual(rest);
  expect(back.metrics).toEqual(testMetrics(3));
  expect(back.checkpoint).toEqual(checkpoint);
});

test("the zip is laid out for other tools", () => {
  const files = unzipSync(packed);
  expect(Object.keys(files).sort()).toEqual(
    [
      "run.json",
      "config.json",
      "metrics.csv",
      "metrics.jsonl",
      ...[...checkpoint.keys()].map((f) => `checkpoint/${f}`),
    ].sort(),
  );
  expect(manifestOf()).toMatchObject({ seed: run.seed, data_hash: run.dataHash });
  expect(new TextDecoder().decode(files["metrics.csv"]).split("\n")[0]).toBe(
    "step,loss,grad_norm,learning_rate,tokens_per_second,accuracy,margin,heldout/accuracy",
  );
});

test("metrics of any numbers come back as they were", () => {
  const number = fc.double().map((value) => (Object.is(value, -0) ? 0 : value));
  const row = fc
    .record({ loss: number, grad_norm: number, learning_rate: number, tokens_per_second: number })
    .chain((known) => {
      const name = fc.stringMatching(/^[a-z]{1,6}\/[a-z ,"]{1,6}$/);
      return fc.dictionary(name, number, { maxKeys: 4 }).map((more) => ({ ...more, ...known }));
    });
  const rows = fc.array(row, { maxLength: 6 });
  fc.assert(
    fc.property(rows, (some) => {
      const metrics = some.map((row, i): StepMetrics => ({ ...row, step: i + 1 }));
      expect(readMetricsJsonLines(metricsJsonLines(metrics), "metrics.jsonl")).toEqual(metrics);
      expect(metricsCsv(metrics).split("\n")).toHaveLength(metrics.length + 2);
    }),
  );
});

test("a zip made by hand from the unpacked folder is taken too", async () => {
  const inFolder = Object.fromEntries(
    Object.entries(unzipSync(packed)).map(([path, bytes]) => [`my run/${path}`, bytes]),
  );
  expect((await unpackRun(zipSync(inFolder), "run.zip")).run.name).toBe(run.name);
});

test("a figure that was no number is none when it comes back", async () => {
  const final = { loss: Number.NaN, accuracy: 0.5, margin: 0 };
  const bytes = await packRun({ run: { ...run, final }, metrics: [], checkpoint: null, adapter: null });
  expect((await unpackRun(bytes, "run.zip")).run.final).toEqual(final);
});

test("a run that was under way arrives as interrupted, and one without checkpoint without", async () => {
  const bytes = await packRun({ run: { ...run, status: "running" }, metrics: [], checkpoint: null, adapter: null });
  expect(await unpackRun(bytes, "run.zip")).toMatchObject({
    run: { status: "interrupted" },
    metrics: [],
    checkpoint: null,
  });
});

test("adapters come along, and are held against the decoder they belong to", async () => {
  const { config, weights } = await loadCheckpoint(memorySource(checkpoint));
  const lora = { rank: 2, alpha: 4, targets: ["q_proj"] };
  const adapter = saveAdapter(config, loraWeights(config, weights, lora, 1).adapters, lora, "policy");
  const bytes = await packRun({ run, metrics: [], checkpoint, adapter });
  expect(Object.keys(unzipSync(bytes))).toContain("adapter/adapter_model.safetensors");
  expect((await unpackRun(bytes, "run.zip")).adapter).toEqual(adapter);
  const foreign = new Map([["h.0.attn.c_attn.lora_A.weight", { shape: [2, 1], data: Float32Array.of(1, 2) }]]);
  const other = saveAdapter(config, foreign, lora, "policy");
  const unfit = await packRun({ run, metrics: [], checkpoint, adapter: other });
  await expect(unpackRun(unfit, "run.zip")).rejects.toThrow(/run\.zip\/adapter\/adapter_model.*tensor base_model/);
});

const bad: [string, () => Uint8Array, Record<string, unknown>][] = [
  ["no zip at all", () => strToU8("hello"), { what: "The file is not a zip, or it is damaged", where: "run.zip" }],
  ["a zip cut short", () => packed.slice(0, packed.length / 2), { what: "The file is not a zip, or it is damaged" }],
  ["another zip", () => zipSync({ "a.txt": strToU8("a") }), { what: "The zip holds no run", found: "a.txt" }],
  [
    "a missing config",
    () => changed({ "config.json": null }),
    { what: "A file of the run is missing", expected: "config.json" },
  ],
  ["broken JSON", () => changed({ "config.json": "{" }), { where: "run.zip/config.json" }],
  [
    "an impossible field of the config",
    () => changed({ "config.json": encodeJson({ ...run.config, learningRate: -1 }) }),
    { where: "run.zip/config.json, learningRate", found: "-1" },
  ],
  [
    "an impossible field of run.json",
    () => changed({ "run.json": encodeJson({ ...manifestOf(), status: "flying" }) }),
    { what: 'The field "status" is not usable', where: "run.zip/run.json", found: '"flying"' },
  ],
  [
    "a seed that is not the config's",
    () => changed({ "run.json": encodeJson({ ...manifestOf(), seed: 99 }) }),
    { where: "run.zip/run.json, seed", expected: String(run.seed), found: "99" },
  ],
  [
    "metrics that are no numbers",
    () => changed({ "metrics.jsonl": `${metricsJsonLines(testMetrics(1))}{"step":2,"loss":"low"}\n` }),
    { where: "run.zip/metrics.jsonl, line 2, field loss" },
  ],
  [
    "weights that are cut short",
    () =>
      changed({ "checkpoint/model.safetensors": (checkpoint.get("model.safetensors") as Uint8Array).slice(0, 900) }),
    { what: "A weights file is truncated or is not safetensors", where: "run.zip/checkpoint/model.safetensors" },
  ],
  [
    "a checkpoint without value head",
    () => changed({ "checkpoint/value_head.safetensors": null }),
    { what: "The checkpoint is no reward model", where: "run.zip/checkpoint" },
  ],
  [
    "a file that was changed after the export",
    () => changed({ "metrics.csv": "step\n" }, true),
    { what: "A file of the run is not what was exported", where: "run.zip/metrics.csv" },
  ],
];

test("a zip that would fill the memory is refused before it is unpacked", async () => {
  const bomb = zipSync({ "run.json": new Uint8Array(1e8) });
  await expect(unpackRun(bomb, "run.zip")).rejects.toThrow(
    /more than a run takes \(run\.zip\)\. Expected at most 67 MB, found 100 MB/,
  );
});

test("bytes changed anywhere are told or make no difference, never anything else", async () => {
  const small = await packRun({ run, metrics: testMetrics(1), checkpoint: null, adapter: null });
  const changes = fc.array(fc.tuple(fc.nat(small.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(changes, async (places) => {
      const damaged = small.slice();
      for (const [at, value] of places) damaged[at] = value;
      await unpackRun(damaged, "run.zip").catch((error: unknown) => expect(error).toBeInstanceOf(PlaygroundError));
    }),
    { numRuns: 100 },
  );
});

test.each(bad)("%s is refused with the file and the field", async (_, make, report) => {
  await expect(unpackRun(make(), "run.zip")).rejects.toMatchObject({ name: "PlaygroundError", report });
});
