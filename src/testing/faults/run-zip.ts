import { isDeepStrictEqual } from "node:util";
import { strToU8, zipSync } from "fflate";
import { choice, type Random, randomInt } from "../../engine/random.ts";
import { metricsJsonLines } from "../../storage/archive/metrics-files.ts";
import { packRun } from "../../storage/archive/pack.ts";
import { unpackRun } from "../../storage/archive/unpack.ts";
import { testMetrics, testRun } from "../runs.ts";
import { damaged, damagedBytes, damagedText } from "./damage.ts";
import { type FaultPart, satisfied } from "./part.ts";

const config = testRun().config;
const manifest = {
  ...{ format: "icrm-playground-run", version: 1, name: "A run", note: "", created_at: "2025-01-02T03:04:05.000Z" },
  ...{ seed: config.seed, data_name: "pairs", data_hash: "0123456789abcdef".repeat(4), pairs: 8, held_out: 2 },
  ...{ base_model: "policy", base: null, generator: null, status: "finished", error: null, step: 2, steps: 2 },
  ...{ final: { loss: 0.5, accuracy: 1, margin: 1 }, files: {} },
};
/** A key of the same length as "__proto__", which fflate cannot use as a key; it is replaced in the finished zip. */
const STAND_IN = "zzprotozz";

const NAMES = [
  ...["../run.json", "../../etc/passwd", "/run.json", "C:\\run.json", "checkpoint/../../x", "checkpoint/../run.json"],
  ...[
    "__proto__",
    "__proto__/x",
    "constructor",
    "checkpoint/__proto__",
    "checkpoint\\x",
    "a/run.json",
    "run.json/",
    ".",
  ],
  ...["checkpoint/config.json", "adapter/adapter_config.json", "", "//", "checkpoint//x", "\0", "run.json\0"],
];

const metrics = metricsJsonLines(testMetrics(2));

/** The bytes of a zip, in base64 so that they can be stored. */
export const runZip: FaultPart<string> = {
  name: "run zip",
  accepted: "names are those of plain files, the config can be trained with, and what is packed again reads the same",
  make: (random) => Buffer.from(zipOf(random)).toString("base64"),
  found: [
    zipped({ manifest: { ...manifest, step: 3 } }),
    zipped({ rows: metrics + metrics }),
    zipped({ rows: metrics.split("\n").toReversed().join("\n") }),
    zipped({ rows: "{\n" }),
    zipped({ rows: "{}\n" }),
    ...NAMES.map((name) => zipped({ beside: name })),
  ],
  async attempt(input) {
    const read = await unpackRun(new Uint8Array(Buffer.from(input, "base64")), "run.zip");
    for (const name of [...(read.checkpoint?.keys() ?? []), ...(read.adapter?.keys() ?? [])]) {
      satisfied(/^[^/\\\0]+$/.test(name) && ![".", ".."].includes(name), `a file is called ${JSON.stringify(name)}`);
    }
    const { run } = read;
    satisfied((run.step ?? 0) <= run.steps, "it has done more steps than it has");
    satisfied(Number.isFinite(run.createdAt), "it was made at no time");
    const steps = read.metrics.map(({ step }) => step);
    satisfied(
      steps.every((step, i) => i === 0 || step > (steps[i - 1] as number)),
      "its steps do not follow each other",
    );
    const again = await unpackRun(await packRun({ ...read, run: { ...testRun(), ...run } }), "again.zip");
    satisfied(isDeepStrictEqual(again.run, run), "the run reads otherwise once it is packed");
  },
};

function zipOf(random: Random): Uint8Array {
  const files: [string, Uint8Array][] = [
    ["run.json", textFile(random, manifest)],
    ["config.json", textFile(random, config)],
    ["metrics.jsonl", strToU8(random() < 0.3 ? damagedText(random, metrics, 2) : metrics)],
  ];
  const kind = random();
  const entries = files.map(([name, bytes]): [string, Uint8Array] => {
    if (kind < 0.25 && random() < 0.4) return [choice(random, NAMES), bytes];
    return [kind > 0.9 ? `folder/${name}` : name, bytes];
  });
  if (kind < 0.5 && random() < 0.5) entries.push([choice(random, NAMES), strToU8("{}")]);
  const zip = packed(entries);
  return random() < 0.2 ? damagedBytes(random, zip, randomInt(random, 1, 4)) : zip;
}

/** The zip of a complete run with some parts replaced. */
function zipped({ manifest: about = manifest as object, rows = metrics, beside = "" }): string {
  const entries: [string, Uint8Array][] = [
    ["run.json", strToU8(JSON.stringify(about))],
    ["config.json", strToU8(JSON.stringify(config))],
    ["metrics.jsonl", strToU8(rows)],
    ...(beside === "" ? [] : [[beside, strToU8("{}")] as [string, Uint8Array]]),
  ];
  return Buffer.from(packed(entries)).toString("base64");
}

function packed(entries: readonly [string, Uint8Array][]): Uint8Array<ArrayBuffer> {
  const named = Object.fromEntries(entries.map(([name, bytes]) => [spelled(name), bytes]));
  const written = Buffer.from(zipSync(named, { level: 0, mtime: new Date(2025, 0, 2) })).toString("latin1");
  return Uint8Array.from(Buffer.from(written.replaceAll(STAND_IN, "__proto__"), "latin1"));
}

function textFile(random: Random, valid: object): Uint8Array {
  const value = random() < 0.5 ? damaged(random, valid, randomInt(random, 1, 2)) : valid;
  return strToU8(JSON.stringify(value) ?? "");
}

function spelled(name: string): string {
  return name.replaceAll("__proto__", STAND_IN);
}
