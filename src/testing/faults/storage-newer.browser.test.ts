import { Dexie } from "dexie";
import { expect, test } from "vitest";
import { backend } from "../../storage/backend.ts";
import { runStore } from "../../storage/run-store.ts";
import { testRun } from "../runs.ts";

test("what a newer playground keeps stays as it is: this one works on in memory", async () => {
  const newer = new Dexie("icrm-playground");
  newer.version(1000).stores({ runs: "id", metrics: "[run+step]", notes: "id" });
  const theirs = { id: "theirs", written: "by a playground to come" };
  await newer.table("runs").put(theirs);
  newer.close();

  expect((await backend()).kind).toBe("memory");
  expect(await runStore.list()).toEqual([]);
  await runStore.create(testRun({ id: "mine" }));
  expect((await runStore.list()).map(({ id }) => id)).toEqual(["mine"]);

  const again = new Dexie("icrm-playground");
  await again.open();
  expect(again.verno).toBe(1000);
  expect(await again.table("runs").toArray()).toEqual([theirs]);
  await again.delete();
});
