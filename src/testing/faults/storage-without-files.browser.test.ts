import { expect, test } from "vitest";
import { backend } from "../../storage/backend.ts";
import { PlaygroundDatabase } from "../../storage/database.ts";
import { tryWrites } from "./storage-writes.ts";

test("where pages cannot write to the private file system, IndexedDB keeps the files, whole whenever the page goes", async () => {
  // As in browsers in which only workers can write to the private file system.
  Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable");
  const { kind, files } = await backend();
  expect(kind).toBe("disk");
  await files.write("runs/a/file", Uint8Array.of(1));
  const database = new PlaygroundDatabase();
  expect(await database.files.toCollection().primaryKeys()).toEqual(["runs/a/file"]);
  database.close();
  await files.remove("runs");
  const tried = await tryWrites(["crashes before"]);
  expect(tried.flatMap(({ story, faults }) => faults.map((fault) => `${story}: ${fault}`))).toEqual([]);
});
