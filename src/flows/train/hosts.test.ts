import { join } from "node:path";
import { expect, test } from "vitest";
import { formatJsonLines } from "../../engine/data/json-lines.ts";
import { runStore } from "../../storage/run-store.ts";
import { icrmJson, temporaryFolder, writeAll } from "../../testing/cli.ts";
import { tinyPairs } from "../../testing/tiny-pairs.ts";
import { file, listen, models, run, serviceWith } from "../../testing/training-service.ts";
import type { HistoryRow } from "./keeping.ts";

const folder = temporaryFolder();

/** A history without speed, which depends on the machine. */
const untimed = (history: readonly HistoryRow[]) => history.map(({ tokens_per_second: _, ...row }) => row);

test("the same config, data and seed give the same history by the command line and by the page's worker", async () => {
  const pairs = tinyPairs(20, 3);
  const data = join(folder, "pairs.jsonl");
  await writeAll(folder, new Map([["pairs.jsonl", formatJsonLines(pairs)]]));
  await writeAll(folder, models);
  const plan = run("icrm", {
    steps: 4,
    evalSteps: 2,
    seed: 3,
    generatorTemperature: 0.8,
    generatorSteps: 1,
    tuning: "top",
    trainableLayers: 1,
  });
  await writeAll(folder, new Map([["config.json", JSON.stringify(plan.config)]]));
  const [terminal, page] = await Promise.all([
    icrmJson<{ history: HistoryRow[]; data_hash: string }>(
      ...["train", "--data", data, "--config", join(folder, "config.json"), "--device", "wasm"],
      ...["--base", join(folder, "policy"), "--generator", join(folder, "policy")],
      ...["--out", join(folder, "out"), "--snapshots", join(folder, "state")],
    ),
    trainedByWorker(),
  ]);

  async function trainedByWorker() {
    const room = serviceWith();
    const source = { name: "pairs.jsonl", train: file(pairs), heldOut: null };
    const request = { device: "wasm", models: "memory/", base: null, data: source, supervision: "pairs" } as const;
    await room.openTraining({ kind: "openTraining", ...request });
    const heard = listen();
    const share = { pairs: null, heldOut: null, generator: null, recordEvery: 2 };
    await room.train({ kind: "train", plan: { runs: [plan], ...share } }, heard.call);
    const stored = heard.events.find((event) => event.type === "stored");
    const id = stored?.type === "stored" ? stored.runId : "";
    return { record: await runStore.get(id), history: (await runStore.metrics(id)) as HistoryRow[] };
  }

  expect(untimed(page.history)).toEqual(untimed(terminal.history));
  expect(page.record?.dataHash).toBe(terminal.data_hash);
  expect(terminal.history.map((row) => "heldout/accuracy" in row)).toEqual([false, true, false, true]);
});
