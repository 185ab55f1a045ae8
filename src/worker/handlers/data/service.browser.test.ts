import { expect, test } from "vitest";
import { memorySource } from "../../../engine/checkpoint/source.ts";
import { importAll } from "../../../engine/data/import.ts";
import { backend } from "../../../storage/backend.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import { parquetOf } from "../../../testing/parquet.ts";
import { tinyModel } from "../../../testing/tiny-models.ts";
import { DataService } from "./service.ts";

const model = "https://playground.test/models/policy/";
const call = { emit: () => {}, signal: new AbortController().signal };

test("Parquet becomes a data set in the browser's own storage, is looked at, leaves, and is deleted", async () => {
  const rows = Array.from({ length: 2500 }, (_, i) => ({
    prompt: [{ role: "user", content: `question ${i} ${"word ".repeat(100)}` }],
    chosen: [{ role: "assistant", content: "yes" }],
    rejected: [{ role: "assistant", content: "no" }],
    margin: i % 2 === 0 ? i : null,
  }));
  const file = new Blob([parquetOf(rows, 1000)]);
  const input = { origin: { kind: "file", name: "rows.parquet", bytes: file.size } as const, parts: [file] as const };
  const plan = { shape: null, map: null, neutralIsWrong: false, first: null };
  const service = new DataService(async () => memorySource(tinyModel({ seed: 1, valueHead: false })));
  const { report, estimate } = await service.inspectData({ kind: "inspectData", input, plan });
  expect(report).toMatchObject({ unit: "row", read: 200, used: 200, shape: "trl-explicit" });
  expect(estimate.records).toBe(2500);

  const kept = await service.importData({ kind: "importData", input, plan, name: "rows" }, call);
  expect(kept).toMatchObject({ records: 2500, report: { unit: "row", read: 2500, used: 2500, pairs: 2500 } });
  expect(kept.chunks.length).toBeGreaterThan(1);
  expect((await backend()).kind).toBe("disk");
  expect(await dataSets.list()).toEqual([kept]);
  const [last] = await service.readRows({ kind: "readRows", data: kept.id, positions: [2499], model });
  expect(last?.prompt).toMatch(/^question 2499 /);
  const filter = { words: "question 1234", kind: null };
  expect([...(await service.findRecords({ kind: "findRecords", data: kept.id, filter }, call))]).toEqual([1234]);

  const { records } = await importAll(await dataSets.blob(kept), "kept");
  const exported = await service.exportData({ kind: "exportData", data: kept.id, format: "trl" }, call);
  const again = await importAll(exported.file, "again");
  expect(again.records).toEqual(records);
  expect(records[2498]?.record).toMatchObject({ prompt: rows[2498]?.prompt, margin: 2498 });

  await dataSets.erase(kept.id);
  expect(await dataSets.list()).toEqual([]);
  expect(await (await backend()).files.list("data")).toEqual([]);
});
