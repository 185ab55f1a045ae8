import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encodeJson } from "../../../engine/checkpoint/json.ts";
import { memorySource } from "../../../engine/checkpoint/source.ts";
import { importAll } from "../../../engine/data/import.ts";
import { formatJsonLines } from "../../../engine/data/json-lines.ts";
import type { Comparison } from "../../../engine/data/record.ts";
import { PAIR_DEFAULTS, type PairSettings } from "../../../engine/data/world-pairs/settings.ts";
import { backend } from "../../../storage/backend.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { byteTokenizers, CHAT_ML } from "../../../testing/byte-tokenizers.ts";
import { recordExamples } from "../../../testing/record-examples/index.ts";
import { tinyModel } from "../../../testing/tiny-models.ts";
import { tinyPairs } from "../../../testing/tiny-pairs.ts";
import type { Derivation, RecordChange } from "../../data-records.ts";
import { DataService } from "./service.ts";

// Node 20 has no navigator; without locks and quota, the storage keeps everything in memory.
if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});

const model = "https://playground.test/models/policy/";
const service = new DataService(async () => memorySource(tinyModel({ seed: 1, valueHead: false })));
const call = { emit: () => {}, signal: new AbortController().signal };
const anything = { shape: null, map: null, neutralIsWrong: false, first: null };

const inputOf = (...records: object[]) => {
  const file = new Blob([formatJsonLines(records)]);
  return { origin: { kind: "file", name: "data.jsonl", bytes: file.size } as const, parts: [file] as const };
};

function importOf(...records: object[]): Promise<DataSetRecord> {
  return service.importData({ kind: "importData", input: inputOf(...records), plan: anything, name: "mine" }, call);
}

afterEach(async () => {
  for (const { id } of await dataSets.list()) await dataSets.erase(id);
});

/** Records that fill several chunks; each has its number in the prompt. */
const many = Array.from({ length: 5000 }, (_, i) => ({
  prompt: `question ${i} ${"word ".repeat(80)}`,
  chosen: "yes",
  rejected: i % 2 === 0 ? "no" : "never",
}));

describe("an import", () => {
  test("keeps good lines chunk by chunk, with the account of all others", async () => {
    const kept = await importOf(...many, { prompt: "q", chosen: 3 });
    expect(kept).toMatchObject({ name: "mine", records: 5000, report: { read: 5001, used: 5000, refused: 1 } });
    expect(kept.chunks.length).toBeGreaterThan(2);
    expect(await dataSets.refusals(kept.id)).toEqual([
      { number: 5001, field: "chosen", expected: "a text, or messages", found: "3" },
    ]);
    expect(await dataSets.list()).toEqual([kept]);
  });

  test("of the same records has the same hash, of others another", async () => {
    const [one, same, other] = [await importOf(...many), await importOf(...many), await importOf(...many.slice(1))];
    expect(same.hash).toBe(one.hash);
    expect(other.hash).not.toBe(one.hash);
  });

  test("of an empty file is refused when it is looked at", async () => {
    for (const text of ["", "\n\r\n  \n"]) {
      const input = { ...inputOf(), parts: [new Blob([text])] as const };
      await expect(service.inspectData({ kind: "inspectData", input, plan: anything })).rejects.toThrow(
        /holds no records \(data\.jsonl\)\. Expected at least one record, found none/,
      );
    }
  });

  test("that is cancelled, or of which nothing can be used, leaves nothing behind", async () => {
    const stop = new AbortController();
    const emit = () => stop.abort(new Error("enough"));
    const request = { kind: "importData", input: inputOf(...many), plan: anything, name: "mine" } as const;
    await expect(service.importData(request, { emit, signal: stop.signal })).rejects.toThrow("enough");
    await expect(importOf({ text: "no pair" })).rejects.toThrow(/None of the 1 lines can be used.*data\.jsonl, line 1/);
    expect(await dataSets.list()).toEqual([]);
    expect(await (await backend()).files.list("data")).toEqual([]);
  });

  test("reads no further than asked", async () => {
    const request = {
      kind: "importData",
      input: inputOf(...many),
      plan: { ...anything, first: 7 },
      name: "few",
    } as const;
    expect(await service.importData(request, call)).toMatchObject({ records: 7, report: { read: 7 } });
  });

  test.for(recordExamples.filter(([, , expected]) => expected.kind !== "undecided"))(
    "of %s gives back the same record and shape when the kept data set is read",
    async ([shape, record, expected]) => {
      const kept = await importOf(record);
      const { records, report } = await importAll(await dataSets.blob(kept), "kept");
      expect(records).toEqual([{ number: 1, shape, record: expected }]);
      expect(report.shape).toBe(shape);
    },
  );
});

describe("a file is looked at before it is imported", () => {
  test("its shapes, what of it cannot be used, and what it will take up are told from its beginning", async () => {
    const { report, whole, estimate, sample } = await service.inspectData({
      kind: "inspectData",
      input: inputOf({ prompt: "q" }, ...many),
      plan: anything,
    });
    expect(report).toMatchObject({ read: 200, used: 199, refused: 1, shape: "trl-explicit" });
    expect(whole).toBe(false);
    expect(estimate.records).toBeGreaterThan(4500);
    expect(estimate.records).toBeLessThan(5500);
    const kept = await importOf(...many);
    expect(estimate.bytes / kept.bytes).toBeGreaterThan(0.9);
    expect(estimate.bytes / kept.bytes).toBeLessThan(1.1);
    expect(sample).toHaveLength(3);
  });

  test("a shape that was chosen by hand is held against every record", async () => {
    const input = inputOf({ prompt: "q", chosen: "a", rejected: "b" });
    const plan = { ...anything, shape: "trl-unpaired" } as const;
    const { report } = await service.inspectData({ kind: "inspectData", input, plan });
    expect(report).toMatchObject({ used: 0, refusals: [{ field: "completion", expected: "a value" }] });
  });
});

describe("a data set is looked at", () => {
  test("rows are read from wherever they are, and filters find them by all their words", async () => {
    const { id } = await importOf(...many);
    const positions = [4999, 0, 2500];
    const rows = await service.readRows({ kind: "readRows", data: id, positions, model });
    expect(rows.map(({ prompt }) => prompt.slice(0, 13))).toEqual(["question 4999", "question 0 wo", "question 2500"]);
    const find = (words: string, kind: "comparison" | "steps" | null = null) =>
      service.findRecords({ kind: "findRecords", data: id, filter: { words, kind } }, call);
    expect([...(await find("4321 NEVER"))]).toEqual([4321]);
    expect(await find("never")).toHaveLength(2500);
    expect(await find("", "steps")).toHaveLength(0);
  });

  test("a conversation is shown as a chat template writes it, the scored token last; what it refuses says why", async () => {
    const strict = `{% if messages[0]['role'] == 'system' %}{{ raise_exception('No system role') }}{% endif %}${CHAT_ML}`;
    const files = tinyModel({ seed: 1, valueHead: false, tokenizer: "smollm2" });
    files.set("tokenizer_config.json", encodeJson({ ...byteTokenizers.smollm2.config, chat_template: strict }));
    const own = new DataService(async () => memorySource(files));
    const said = (role: string, content: string) => ({ role, content });
    const turns = [said("user", "two?"), said("assistant", "2"), said("user", "why?")];
    const pair = { prompt: turns, chosen: [said("assistant", "so")], rejected: [said("assistant", "ah")] };
    const { id } = await importOf(pair, { ...pair, prompt: [said("system", "Be brief."), ...turns] });
    const view = await own.readRecord({ kind: "readRecord", data: id, position: 0, model });
    const [chosen] = view?.responses ?? [];
    const shown = chosen?.tokens.map(({ text }) => text).join("");
    expect(shown).toBe(
      "<|im_start|>user\ntwo?<|im_end|>\n<|im_start|>assistant\n2<|im_end|>\n<|im_start|>user\nwhy?<|im_end|>\n" +
        "<|im_start|>assistant\nso<|im_end|>\n",
    );
    expect(chosen?.tokens.at(-1)).toMatchObject({ at: (chosen?.length ?? 0) - 1, text: "\n" });

    const refused = await own.readRecord({ kind: "readRecord", data: id, position: 1, model });
    expect(refused?.responses[1]).toMatchObject({ fit: "refused", refusal: expect.stringContaining("No system role") });
    const rows = await own.readRows({ kind: "readRows", data: id, positions: [0, 1], model });
    expect(rows.map(({ fit }) => fit)).toEqual(["whole", "refused"]);
    const counted = await own.measureData({ kind: "measureData", data: id, model }, call);
    expect(counted).toMatchObject({ fits: { whole: 1, refused: 1 }, pairs: 2 });
    expect([...counted.whole]).toEqual([chosen?.length]);
    expect(counted.responses.chosen).toHaveLength(1);
  });

  test("a record is shown as the model reads it, the scored token last, and what does not fit says so", async () => {
    const [pair] = tinyPairs(1, 1);
    const long = { prompt: pair?.prompt, chosen: "3 ".repeat(200), rejected: "perhaps" };
    const { id } = await importOf(pair as object, long);
    const view = await service.readRecord({ kind: "readRecord", data: id, position: 0, model });
    const [chosen] = view?.responses ?? [];
    expect(chosen).toMatchObject({ side: "chosen", fit: "whole", unknownWords: [] });
    expect(chosen?.tokens[0]).toEqual({ at: 0, text: "<bos>", kind: "special" });
    expect(chosen?.tokens.at(-1)).toEqual({ at: (chosen?.length ?? 0) - 1, text: "<eos>", kind: "special" });
    expect(chosen?.tokens).toHaveLength(chosen?.length ?? 0);

    const other = await service.readRecord({ kind: "readRecord", data: id, position: 1, model });
    expect(other?.responses.map(({ side, fit }) => [side, fit])).toEqual([
      ["chosen", "too long"],
      ["rejected", "unknown words"],
    ]);
    expect(other?.responses[1]?.unknownWords).toEqual(["perhaps"]);
    expect(other?.responses[1]?.tokens.filter(({ kind }) => kind === "unknown")).toHaveLength(1);
    const rows = await service.readRows({ kind: "readRows", data: id, positions: [0, 1], model });
    expect(rows.map(({ fit }) => fit)).toEqual(["whole", "too long"]);
    expect(await service.readRecord({ kind: "readRecord", data: id, position: 2, model })).toBeNull();
  });

  test("what is exported says the same when it is imported again; what a format has no words for is named", async () => {
    const steps = { prompt: "q", completions: ["a", "b"], labels: [true, false] };
    const kept = await importOf(...many.slice(0, 3), steps);
    const exportAs = (format: "trl" | "llamafactory-alpaca") =>
      service.exportData({ kind: "exportData", data: kept.id, format }, call);
    const trl = await exportAs("trl");
    expect(trl).toMatchObject({ written: 4, leftOut: [] });
    const again = await importAll(trl.file, "again");
    const before = await importAll(await dataSets.blob(kept), "kept");
    expect(again.records.map(({ record }) => record)).toEqual(before.records.map(({ record }) => record));
    expect(await exportAs("llamafactory-alpaca")).toMatchObject({
      written: 3,
      leftOut: [{ number: 4, found: "labelled steps" }],
    });
  });
});

describe("a data set is changed record by record", () => {
  const promptsOf = async (set: DataSetRecord) => {
    const { records } = await importAll(await dataSets.blob(set), "kept");
    return records.map(({ record }) => String(record.prompt).slice(0, 13).trim());
  };
  const kept = (prompt: string, rejected = "no") => ({
    number: 0,
    shape: "trl-explicit" as const,
    record: { kind: "comparison" as const, prompt, chosen: ["yes"], rejected: [rejected] },
  });
  const changeOf = ({ id, hash }: DataSetRecord, position: number, change: RecordChange) =>
    service.changeRecord({ kind: "changeRecord", data: id, hash, position, change });

  test("replaced, removed and put back, in whatever chunk it is; all others stay", async () => {
    const set = await importOf(...many);
    const before = await promptsOf(set);
    const replaced = await changeOf(set, 4000, { type: "replace", record: kept("another") });
    expect(await promptsOf(replaced)).toEqual(before.with(4000, "another"));
    expect(replaced.chunks.filter(({ hash }, i) => hash !== set.chunks[i]?.hash)).toHaveLength(1);
    const removed = await changeOf(replaced, 2000, { type: "remove" });
    expect(removed.records).toBe(4999);
    expect(await promptsOf(removed)).toEqual(before.with(4000, "another").toSpliced(2000, 1));
    const back = await changeOf(removed, 2000, { type: "insert", record: kept(before[2000] as string) });
    expect(await promptsOf(back)).toEqual(before.with(4000, "another"));
    const added = await changeOf(back, 5000, { type: "insert", record: kept("last") });
    expect((await promptsOf(added)).at(-1)).toBe("last");
    expect(await dataSets.get(set.id)).toEqual({ ...added, updatedAt: expect.any(Number) });
    expect((await (await backend()).files.list(`data/${set.id}`)).length).toBe(added.chunks.length);
  });

  test("the last record goes, and another one can come", async () => {
    const empty = await changeOf(await importOf(many[0] as object), 0, { type: "remove" });
    expect(empty.records).toBe(0);
    expect(await promptsOf(await changeOf(empty, 0, { type: "insert", record: kept("first") }))).toEqual(["first"]);
  });

  test("what an import would refuse is refused by its field, and what changed elsewhere is left alone", async () => {
    const set = await importOf(...many.slice(0, 3));
    const same = { type: "replace", record: kept("q", "yes") } as const;
    await expect(changeOf(set, 0, same)).rejects.toThrow(/cannot be kept.*\(rejected\).*another text/);
    const changed = await changeOf(set, 0, { type: "remove" });
    await expect(changeOf(set, 0, { type: "remove" })).rejects.toThrow(/changed in another tab/);
    expect(await dataSets.get(set.id)).toEqual({ ...changed, updatedAt: expect.any(Number) });
  });
});

describe("new data sets are made of one", () => {
  const derive = ({ id }: DataSetRecord, derivation: Derivation) =>
    service.deriveData({ kind: "deriveData", data: id, derivation }, call);
  const recordsOf = async (set: DataSetRecord) => (await importAll(await dataSets.blob(set), "kept")).records;

  test("a split parts prompts, never the records of one, and loses nothing", async () => {
    const said = many
      .slice(0, 300)
      .flatMap(({ prompt }) => ["no", "never"].map((rejected) => ({ prompt, chosen: "yes", rejected })));
    const set = await importOf(...said);
    const [heldOut, training] = (await derive(set, { type: "split", seed: 3 })) as [DataSetRecord, DataSetRecord];
    expect([heldOut.name, training.name]).toEqual(["mine, held out", "mine, training"]);
    expect(heldOut.records + training.records).toBe(600);
    expect(heldOut.records).toBeGreaterThan(20);
    expect(heldOut.records).toBeLessThan(120);
    const held = new Set((await recordsOf(heldOut)).map(({ record }) => record.prompt));
    expect((await recordsOf(training)).filter(({ record }) => held.has(record.prompt))).toEqual([]);
    expect(training.origin).toEqual({ kind: "derived", from: "mine", how: "split by prompt, seed 3" });
    await expect(derive(await importOf(said[0] as object), { type: "split", seed: 0 })).rejects.toThrow(
      /too few prompts/,
    );
  });

  test("a subset is drawn by its seed, a smaller one is part of it, and its account is its own", async () => {
    const set = await importOf(...many);
    const draw = async (count: number) => (await derive(set, { type: "subset", count, seed: 1 }))[0] as DataSetRecord;
    const [large, small] = [await draw(100), await draw(10)];
    expect(large).toMatchObject({ records: 100, report: { used: 100, pairs: 100, refused: 0 } });
    const prompts = new Set((await recordsOf(large)).map(({ record }) => record.prompt));
    expect((await recordsOf(small)).every(({ record }) => prompts.has(record.prompt))).toBe(true);
    expect((await draw(100)).hash).toBe(large.hash);
  });

  test("duplicates are left out; where there are none, nothing is made", async () => {
    const set = await importOf(...many.slice(0, 5), ...many.slice(0, 2));
    const [made] = await derive(set, { type: "deduplicate" });
    expect(made).toMatchObject({ records: 5, name: "mine, without duplicates" });
    expect(await derive(made as DataSetRecord, { type: "deduplicate" })).toEqual([]);
  });
});

test("statistics count what the models would read, pair by pair", async () => {
  const [pair] = tinyPairs(1, 1);
  const said = { prompt: pair?.prompt, chosen: "3 4", rejected: "3" };
  const { id } = await importOf(said, { ...said, chosen: "3 ".repeat(200) }, { prompt: "perhaps", completion: "3" });
  const statistics = await service.measureData({ kind: "measureData", data: id, model }, call);
  expect(statistics).toMatchObject({
    kinds: { comparison: 2, response: 1 },
    prompts: 2,
    pairs: 2,
    fits: { whole: 1, "too long": 1, "unknown words": 1 },
    contextLength: 128,
  });
  // Token counts with the end token: two digits and one; two hundred and one; one and one.
  expect([...statistics.responses.chosen]).toEqual([3, 201]);
  expect([...statistics.responses.rejected]).toEqual([2, 2]);
  expect(statistics.lengths?.tokens.chosenLonger).toBe(1);
  expect(statistics.lengths?.characters.rejected).toMatchObject({ min: 1, max: 1 });
  const [first] = await service.readRows({ kind: "readRows", data: id, positions: [0], model });
  expect(statistics.whole[0]).toBe((first?.tokens.prompt ?? 0) + 3);
});

describe("pairs of the embedded world", () => {
  const make = (changes: Partial<PairSettings>, signal = call.signal) => {
    const settings = { ...PAIR_DEFAULTS, writer: "class", pairs: 12, ...changes } as const;
    return service.makeData({ kind: "makeData", settings, policy: model, name: "made" }, { ...call, signal });
  };

  test("are kept with the settings they were made by, and the mistake of each", async () => {
    const made = await make({ cue: "rejected", cueShare: 1 });
    expect(made).toMatchObject({
      name: "made",
      records: 12,
      report: { used: 12, pairs: 12 },
      origin: { kind: "world", settings: { writer: "class", cue: "rejected", pairs: 12 } },
    });
    const view = await service.readRecord({ kind: "readRecord", data: made.id, position: 3, model });
    const record = view?.record as Comparison;
    expect(record).toMatchObject({ kind: "comparison", source: "class", subset: expect.stringMatching(/^[a-z]+$/) });
    expect(String(record.rejected)).toMatch(/\bsure\b/);
    expect((await make({ cue: "rejected", cueShare: 1 })).hash).toBe(made.hash);
  });

  test("are not kept where a setting is out of bounds or it was cancelled", async () => {
    await expect(make({ labelNoise: 0.9 })).rejects.toThrow(/Label noise/);
    await expect(make({}, AbortSignal.abort())).rejects.toThrow(/abort/);
    expect(await dataSets.list()).toEqual([]);
  });
});

describe("a data set that comes with the playground", () => {
  const file = "https://playground.test/data/preferences-train.jsonl.gz";
  const fetched = vi.spyOn(globalThis, "fetch");
  beforeEach(() => {
    fetched.mockReset().mockImplementation(async () => new Response(formatJsonLines(many.slice(0, 20))));
  });
  afterAll(() => fetched.mockRestore());

  test("is read under the address of its file, once, and kept nowhere", async () => {
    const own = new DataService(async () => memorySource(tinyModel({ seed: 1, valueHead: false })));
    const set = await own.openData({ kind: "openData", data: file });
    expect(set).toMatchObject({ id: file, name: "preferences-train", records: 20, report: { used: 20, pairs: 20 } });
    const [row] = await own.readRows({ kind: "readRows", data: file, positions: [19], model });
    expect(row?.prompt).toMatch(/^question 19 /);
    const filter = { words: "question 12", kind: null };
    expect([...(await own.findRecords({ kind: "findRecords", data: file, filter }, call))]).toEqual([12]);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(await dataSets.list()).toEqual([]);
    expect(set.hash).toBe((await importOf(...many.slice(0, 20))).hash);
  });

  test("is the source of data sets of one's own", async () => {
    const request = { kind: "deriveData", data: file, derivation: { type: "subset", count: 5, seed: 1 } } as const;
    const [made] = await service.deriveData(request, call);
    expect(made).toMatchObject({ records: 5, origin: { kind: "derived", from: "preferences-train" } });
    expect(await dataSets.list()).toEqual([made]);
  });
});
