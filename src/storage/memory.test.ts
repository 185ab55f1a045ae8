import { afterAll, expect, test, vi } from "vitest";
import { encodeJson } from "../engine/checkpoint/json.ts";
import { REWARD_MODEL_DEFAULTS } from "../engine/training/reward-model-config.ts";
import { testMetrics, testRun } from "../testing/runs.ts";
import { tinyModel } from "../testing/tiny-models.ts";
import { backend } from "./backend.ts";
import { checkpoints } from "./checkpoints.ts";
import { requireDiskSpace, storageEstimate } from "./disk-space.ts";
import { holdRun, runStore } from "./run-store.ts";
import { exportRun, importRun } from "./transfer.ts";

// As in a private window without storage: there is no database, no file system and no lock.
vi.stubGlobal("navigator", {});
afterAll(() => void vi.unstubAllGlobals());

test("where a browser keeps nothing, everything still works while the page lasts, and says so", async () => {
  expect((await backend()).kind).toBe("memory");
  const seen: number[] = [];
  const stop = runStore.watch((runs) => seen.push(runs.length));
  await runStore.create(testRun({ id: "a" }));
  await runStore.appendMetrics("a", testMetrics(5));
  await runStore.dropMetricsAfter("a", 3);
  await checkpoints.save("a", tinyModel({ seed: 1, valueHead: true }));
  await checkpoints.save("a", tinyModel({ seed: 2, valueHead: true }));
  expect(await checkpoints.files("a")).toEqual(tinyModel({ seed: 2, valueHead: true }));

  const imported = await importRun(await exportRun("a"), "a.zip");
  expect(await runStore.metrics(imported.id)).toEqual(testMetrics(3));
  await vi.waitFor(() => expect(seen.at(-1)).toBe(2));
  stop();

  await requireDiskSpace(1e15, "anything");
  expect(await storageEstimate()).toMatchObject({ kind: "memory", quota: null });
  expect(await holdRun("a")).toBeTypeOf("function");
  await runStore.remove("a");
  await runStore.erase("a");
  expect([await runStore.get("a"), await runStore.size("a")]).toEqual([null, 0]);
});

test("the history of a training on a cluster is kept as a run like any other, without weights", async () => {
  const run = testRun({ name: "trained on a cluster", config: { ...REWARD_MODEL_DEFAULTS, steps: 1 } });
  const state = {
    global_step: 1,
    max_steps: 1,
    log_history: [{ step: 1, loss: 1.5, grad_norm: 2, learning_rate: 1e-4, "loss/bt": 0.7 }],
    icrm: {
      name: run.name,
      created_at: "2026-11-30T05:00:00Z",
      reward: run.config,
      data: { name: run.dataName, hash: run.dataHash, pairs: 20, held_out: 5 },
      model: "google/gemma-2b-it",
      generator: null,
    },
  };
  const { id } = await importRun(encodeJson(state), "trainer_state.json");
  expect(await runStore.get(id)).toMatchObject({ name: run.name, dataHash: run.dataHash, hasCheckpoint: false });
  expect(await runStore.metrics(id)).toMatchObject([{ step: 1, loss: 1.5, "loss/bt": 0.7 }]);
  await runStore.erase(id);
});
